namespace TokenUsage.Storage;

/// <summary>What one record adds to every cell it falls into, worked out once.</summary>
/// <remarks>
/// Amounts count with 18 decimals: a <see langword="decimal"/> has 28 digits, so sums of up to 79 billion then stay exact,
/// whatever the order of adding. The record itself keeps all its digits.
/// </remarks>
public readonly struct RollupSample
{
    private const int Decimals = 18;

    /// <summary>Works out what a record adds.</summary>
    public RollupSample(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        Outcome = record.Outcome;
        IsFirstAttempt = record.Attempt == 1;
        Weight = record.Weight;
        Source = record.Source;
        CostStatus = record.Cost.Status;
        Usd = record.Cost.Usd is { } usd ? Round(usd) : null;
        Tokens = record.Tokens;
        Meters = record.Meters;
        Duration = record.Duration;
        TimeToFirstToken = record.TimeToFirstToken;
        DurationBucket = LatencySketch.BucketOf(Duration);
        FirstTokenBucket = TimeToFirstToken is { } time ? LatencySketch.BucketOf(time) : -1;
    }

    internal CallOutcome Outcome { get; }
    internal bool IsFirstAttempt { get; }
    internal int Weight { get; }
    internal UsageSource Source { get; }
    internal CostStatus CostStatus { get; }
    internal decimal? Usd { get; }
    internal TokenCounts Tokens { get; }
    internal IReadOnlyList<UsageMeter> Meters { get; }
    internal TimeSpan Duration { get; }
    internal TimeSpan? TimeToFirstToken { get; }
    internal int DurationBucket { get; }
    internal int FirstTokenBucket { get; }

    /// <summary>Whether a provider may have billed it: refusals and answers from the application's cache never left.</summary>
    internal bool IsBillable => Outcome is not (CallOutcome.Refused or CallOutcome.Cached);

    internal bool IsCostEstimated => Source != UsageSource.Reported || CostStatus == CostStatus.Estimated;

    internal static decimal Round(decimal amount) =>
        amount.Scale <= Decimals ? amount : decimal.Round(amount, Decimals);
}
