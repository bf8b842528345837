namespace TokenUsage.Reporting.Analytics;

/// <summary>Which series are watched for anomalies while the application runs.</summary>
public sealed class AnomalyWatchOptions
{
    /// <summary>Gets or sets how often new points are looked at.</summary>
    /// <value>From a minute to a day, or <see cref="Timeout.InfiniteTimeSpan"/> for never. The default is 15 minutes.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets the measures.</summary>
    /// <value>The default is cost, tokens, calls and the error rate.</value>
    public IList<AnalyticsMeasure> Measures { get; } =
        [AnalyticsMeasure.Cost, AnalyticsMeasure.Tokens, AnalyticsMeasure.Calls, AnalyticsMeasure.ErrorRate];

    /// <summary>Gets the dimensions of which each value is watched on its own, beside the whole.</summary>
    /// <value>The default is model and feature.</value>
    public IList<Dimension> Per { get; } = [Dimension.Model, Dimension.Feature];

    /// <summary>Gets or sets the most values of a dimension that are watched, largest cost first.</summary>
    /// <value>From 1 to 1,000. The default is 20.</value>
    public int Top { get; set; } = 20;
}
