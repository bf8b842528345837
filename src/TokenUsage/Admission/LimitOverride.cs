namespace TokenUsage.Admission;

/// <summary>One account's own limit, in the ledger's integers, and when it ends.</summary>
internal sealed record LimitOverride(long Limit, long UntilMicros);
