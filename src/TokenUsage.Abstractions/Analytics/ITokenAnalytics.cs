namespace TokenUsage;

/// <summary>Answers what is unusual, what will come, what to change, and why the bill is what it is.</summary>
/// <remarks>Every answer is computed from the store at the moment of asking, so that it is the same after a restart.</remarks>
public interface ITokenAnalytics
{
    /// <summary>Describes how series have developed.</summary>
    /// <exception cref="ArgumentException">A member of the query is out of range; the message names it and the fix.</exception>
    ValueTask<IReadOnlyList<UsageTrend>> GetTrendsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds what series did that they had not done before, newest first.</summary>
    /// <remarks>
    /// The 28 days before the range are read as well, for the detector to know what is usual; it says nothing about the
    /// first seven days of a series. Notices, the lower tier, come with it.
    /// </remarks>
    ValueTask<IReadOnlyList<UsageAnomaly>> DetectAnomaliesAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default);

    /// <summary>Continues series.</summary>
    ValueTask<IReadOnlyList<UsageForecast>> ForecastAsync(
        ForecastQuery query, CancellationToken cancellationToken = default);

    /// <summary>Says what could be better, the largest saving first.</summary>
    /// <param name="range">The period whose records are replayed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    ValueTask<IReadOnlyList<Recommendation>> GetRecommendationsAsync(
        TimeRange range, CancellationToken cancellationToken = default);

    /// <summary>Explains why one period cost more or less than another.</summary>
    ValueTask<ChangeExplanation> ExplainChangeAsync(ChangeQuery query, CancellationToken cancellationToken = default);

    /// <summary>Describes the distribution of series' points.</summary>
    ValueTask<IReadOnlyList<SeriesSummary>> GetStatisticsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default);

    /// <summary>Sets models side by side, the dearest first.</summary>
    ValueTask<IReadOnlyList<ModelEfficiency>> GetEfficiencyAsync(
        TimeRange range, CancellationToken cancellationToken = default);
}
