namespace TokenUsage.AspNetCore.Json;

/// <summary>A time in which no messages about some alerts are sent.</summary>
internal sealed record SilenceRequest
{
    /// <summary>Gets the rule; a <c>*</c> at its end stands for any rest.</summary>
    public string Rule { get; init; } = "*";

    /// <summary>Gets the subject, as alerts write it; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets how long, from now, in seconds.</summary>
    public required TimeSpan Length { get; init; }

    public string? Reason { get; init; }
}
