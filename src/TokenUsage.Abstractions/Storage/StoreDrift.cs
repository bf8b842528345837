namespace TokenUsage.Storage;

/// <summary>One sum that does not agree with its records.</summary>
/// <param name="Cube">The cube's name; empty for the totals.</param>
/// <param name="Grain">The width of the slice.</param>
/// <param name="Start">When the slice begins, in UTC.</param>
/// <param name="Expected">What the records add up to.</param>
/// <param name="Found">What the rollups say.</param>
public sealed record StoreDrift(
    string Cube, RollupGrain Grain, DateTimeOffset Start, UsageTotals Expected, UsageTotals Found);
