namespace TokenUsage.Recording;

/// <summary>What folded records have in common: when and who, and everything by which totals count calls.</summary>
/// <remarks>
/// Counting by attempt, source and cost status is why a fold needs no more than a weight: a sum over unlike calls would
/// have to guess how many of them were estimated or unpriced.
/// </remarks>
internal readonly record struct FoldKey
{
    public required long Minute { get; init; }
    public required string Provider { get; init; }
    public string? Model { get; init; }
    public string? User { get; init; }
    public required CallOutcome Outcome { get; init; }
    public required UsageSource Source { get; init; }
    public required CostStatus CostStatus { get; init; }
    public required bool HasCost { get; init; }
    public required bool IsFirstAttempt { get; init; }

    public static FoldKey Of(UsageEntry entry) => new()
    {
        Minute = entry.StartedAt.UtcTicks / TimeSpan.TicksPerMinute,
        Provider = entry.Provider,
        Model = entry.Model ?? entry.RequestedModel,
        User = entry.Dimensions.User,
        Outcome = entry.Outcome,
        Source = entry.Source,
        CostStatus = entry.CostStatus,
        HasCost = entry.Usd is not null,
        IsFirstAttempt = entry.Attempt <= 1, // as a store reads an attempt that is no number of one
    };
}
