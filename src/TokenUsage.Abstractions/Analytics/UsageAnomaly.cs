namespace TokenUsage;

/// <summary>A point at which a series did what it had not done before.</summary>
public sealed record UsageAnomaly
{
    /// <summary>Gets the start of the point.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the dimension of the series; <see langword="null"/> for everything.</summary>
    public Dimension? GroupBy { get; init; }

    /// <summary>Gets the series' value of that dimension.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what is measured.</summary>
    public required AnalyticsMeasure Measure { get; init; }

    /// <summary>Gets the value of the point.</summary>
    public double Observed { get; init; }

    /// <summary>Gets the value that season and level led to expect.</summary>
    public double Expected { get; init; }

    /// <summary>Gets the least that <see cref="Channel"/> showed in the 28 days before.</summary>
    public double Low { get; init; }

    /// <summary>Gets the most that <see cref="Channel"/> showed in the 28 days before.</summary>
    public double High { get; init; }

    /// <summary>Gets what about the point was new: <c>value</c>, <c>residual</c>, <c>pattern</c>, <c>time_of_day</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Gets how new, 0 to 1; an anomaly begins at 0.15.</summary>
    public double Score { get; init; }

    /// <summary>Gets how far beyond the range, in units of 5 % of it: 1 is at the edge, 20 a whole range beyond.</summary>
    public double Severity { get; init; }

    /// <summary>Gets whether it is only worth a remark: beyond four deviations, but within what was seen before.</summary>
    public bool IsNotice { get; init; }

    /// <summary>Gets it in words.</summary>
    public required string Message { get; init; }
}
