namespace TokenUsage.Diagnostics;

/// <summary>What the monitor takes of its callers' time.</summary>
/// <param name="Measured">How many calls were measured since the start.</param>
/// <param name="Average">The average of the latest of them.</param>
/// <param name="P99">What 99 of 100 of them do not exceed.</param>
internal readonly record struct CallOverheadSummary(long Measured, TimeSpan Average, TimeSpan P99);
