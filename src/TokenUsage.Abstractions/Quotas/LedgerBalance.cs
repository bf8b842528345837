namespace TokenUsage.Admission;

/// <summary>Where a counter stands.</summary>
/// <param name="Used">What was settled. Of a bucket: its level, without what is held.</param>
/// <param name="Held">What open leases hold.</param>
/// <param name="Exceeds">Whether the line asked for more than was left.</param>
public readonly record struct LedgerBalance(long Used, long Held, bool Exceeds = false);
