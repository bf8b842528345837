namespace TokenUsage;

/// <summary>How a series will go on.</summary>
public sealed record UsageForecast
{
    /// <summary>Gets the series' value of <see cref="AnalyticsQuery.GroupBy"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Gets what is measured.</summary>
    public required AnalyticsMeasure Measure { get; init; }

    /// <summary>Gets how it was made: <c>mean</c>, <c>seasonal_naive</c>, <c>blend</c>, <c>regression</c>; the more history, the further right.</summary>
    public required string Method { get; init; }

    /// <summary>Gets the points to come.</summary>
    public required IReadOnlyList<ForecastPoint> Points { get; init; }

    /// <summary>Gets what the calendar month will come to; <see langword="null"/> for a measure that cannot be summed.</summary>
    public ForecastSum? Month { get; init; }

    /// <summary>Gets when the limit that was asked about will be reached, counted from the start of the month.</summary>
    public LimitForecast? Limit { get; init; }
}
