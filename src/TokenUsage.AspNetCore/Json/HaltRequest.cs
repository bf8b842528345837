namespace TokenUsage.AspNetCore.Json;

/// <summary>Which calls to halt, or to let through again. Without a dimension: all of them.</summary>
internal sealed record HaltRequest
{
    public Dimension? Dimension { get; init; }

    public string? Value { get; init; }

    public string? Reason { get; init; }
}
