namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>What the caller sent cannot be meant; ends a request with 400.</summary>
internal sealed class BadParameterException(string parameter, string message) : Exception(message)
{
    public string Parameter { get; } = parameter;
}
