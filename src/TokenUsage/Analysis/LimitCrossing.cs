namespace TokenUsage.Analysis;

/// <summary>
/// The number of steps after which a running sum reaches a limit; <see langword="null"/> is beyond the horizon.
/// </summary>
/// <param name="Earliest">The step by which 2.5 % of the simulated paths have reached it.</param>
/// <param name="Median">The step by which half of the paths have.</param>
/// <param name="Latest">The step by which 97.5 % of the paths have.</param>
/// <param name="Probability">The share of the paths that reach it within the horizon.</param>
internal sealed record LimitCrossing(int? Earliest, int? Median, int? Latest, double Probability);
