namespace TokenUsage.Cli.Insights;

/// <summary>One point of a series that came from a file.</summary>
internal readonly record struct SeriesPoint(DateTimeOffset At, double Value);
