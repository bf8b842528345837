namespace TokenUsage.AspNetCore.Json;

/// <summary>What became of a reported call.</summary>
internal sealed record TrackAnswer
{
    public required Guid Id { get; init; }

    public required Cost Cost { get; init; }

    /// <summary>Gets whether the next such call would be let through.</summary>
    public required QuotaDecision Decision { get; init; }

    public required IReadOnlyList<QuotaStatus> Quotas { get; init; }
}
