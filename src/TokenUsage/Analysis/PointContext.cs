namespace TokenUsage.Analysis;

/// <summary>What the channels need to know of a point besides its value.</summary>
/// <param name="Number">How many points the history holds, this one included.</param>
/// <param name="Block">The block of time it falls into.</param>
/// <param name="History">The time since the first point.</param>
/// <param name="LeastWidth">The width that a narrower range is taken for: a tenth of the magnitude of the
/// series.</param>
internal readonly record struct PointContext(long Number, long Block, TimeSpan History, double LeastWidth);
