namespace TokenUsage;

/// <summary>The distribution of a series' points.</summary>
public sealed record SeriesSummary
{
    /// <summary>Gets the series' value of <see cref="AnalyticsQuery.GroupBy"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what is measured.</summary>
    public required AnalyticsMeasure Measure { get; init; }

    /// <summary>Gets the number of points.</summary>
    public int Count { get; init; }

    /// <summary>Gets the sum of the points.</summary>
    public double Sum { get; init; }

    /// <summary>Gets the mean.</summary>
    public double Mean { get; init; }

    /// <summary>Gets the standard deviation.</summary>
    public double StandardDeviation { get; init; }

    /// <summary>Gets the skewness: above zero when a few points are much larger than the rest.</summary>
    public double Skewness { get; init; }

    /// <summary>Gets the least point.</summary>
    public double Least { get; init; }

    /// <summary>Gets the median.</summary>
    public double Median { get; init; }

    /// <summary>Gets the point that 95 of 100 do not exceed.</summary>
    public double P95 { get; init; }

    /// <summary>Gets the point that 99 of 100 do not exceed.</summary>
    public double P99 { get; init; }

    /// <summary>Gets the greatest point.</summary>
    public double Most { get; init; }
}
