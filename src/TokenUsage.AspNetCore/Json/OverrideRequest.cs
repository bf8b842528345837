namespace TokenUsage.AspNetCore.Json;

/// <summary>Another limit for one account of a quota.</summary>
internal sealed record OverrideRequest
{
    /// <summary>Gets the limit in the quota's unit; null returns to the quota's own.</summary>
    public decimal? Limit { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? User { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Feature { get; init; }

    public string? Project { get; init; }
}
