namespace TokenUsage;

/// <summary>Which series to analyse. Without any member set: the hourly cost of the last 30 days.</summary>
public sealed class AnalyticsQuery
{
    /// <summary>Gets what is measured.</summary>
    public AnalyticsMeasure Measure { get; init; } = AnalyticsMeasure.Cost;

    /// <summary>Gets the time range. Its end is where forecasts begin.</summary>
    /// <value>The default is the last 30 days.</value>
    public TimeRange Range { get; init; } = TimeRange.Last(TimeSpan.FromDays(30));

    /// <summary>Gets the width of the series' points: an hour or a day.</summary>
    /// <value>The default is an hour.</value>
    public TimeInterval Interval { get; init; } = TimeInterval.Hour;

    /// <summary>Gets the IANA name of the time zone in which days begin.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets the conditions, all of which must hold.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets what to make a series of each value of; <see langword="null"/> for one series of everything.</summary>
    public Dimension? GroupBy { get; init; }

    /// <summary>Gets the most series, largest cost first.</summary>
    /// <value>From 1 to 1,000. The default is 20.</value>
    public int Top { get; init; } = 20;
}
