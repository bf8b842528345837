namespace TokenUsage.Aggregation;

/// <summary>Looks at a record's numbers only. Almost every record is within the limits, and its texts are dear to look at.</summary>
internal static class RecordNumbers
{
    public static bool AreWithinLimits(UsageRecord record) =>
        record is { Attempt: >= 1, Weight: >= 1, Outcome: >= 0 and <= CallOutcome.Cached }
        && record is { Source: >= 0 and <= UsageSource.Unreported, Cost.Status: >= 0 and <= CostStatus.Unpriced }
        && record.Meters.Count == 0 && AreWithinLimits(record.Tokens);

    private static bool AreWithinLimits(in TokenCounts tokens) =>
        IsWithinLimits(tokens.Input) && IsWithinLimits(tokens.Output) && IsWithinLimits(tokens.CachedInput)
        && IsWithinLimits(tokens.CacheWrite) && IsWithinLimits(tokens.CacheWrite1h)
        && IsWithinLimits(tokens.Reasoning);

    private static bool IsWithinLimits(long? count) => (ulong)count.GetValueOrDefault() <= TokenCounts.MaxPerCall;
}
