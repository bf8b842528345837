namespace TokenUsage.Cli.Remote;

/// <summary>What a running service makes of its numbers.</summary>
internal sealed class RemoteAnalytics(ServiceClient client) : ITokenAnalytics
{
    public ValueTask<IReadOnlyList<UsageTrend>> GetTrendsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "trends", SeriesOf(query), ServiceClient.Json.IReadOnlyListUsageTrend, cancellationToken);

    public ValueTask<IReadOnlyList<UsageAnomaly>> DetectAnomaliesAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "anomalies", SeriesOf(query), ServiceClient.Json.IReadOnlyListUsageAnomaly, cancellationToken);

    public ValueTask<IReadOnlyList<UsageForecast>> ForecastAsync(
        ForecastQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "forecast", SeriesOf(query.Series).Add("horizon", query.Horizon).Add("limit", query.Limit),
            ServiceClient.Json.IReadOnlyListUsageForecast, cancellationToken);

    public ValueTask<IReadOnlyList<Recommendation>> GetRecommendationsAsync(
        TimeRange range, CancellationToken cancellationToken = default) => client.GetAsync(
            "recommendations", new QueryText().Add(range), ServiceClient.Json.IReadOnlyListRecommendation,
            cancellationToken);

    public ValueTask<ChangeExplanation> ExplainChangeAsync(
        ChangeQuery query, CancellationToken cancellationToken = default) => query.Before is not null
            ? throw new NotSupportedException("A service compares with the period before; leave Before out.")
            : client.GetAsync(
                "explain", new QueryText().Add(query.Range).Add("by", query.By.Name).Add(query.Where),
                ServiceClient.Json.ChangeExplanation, cancellationToken);

    public ValueTask<IReadOnlyList<SeriesSummary>> GetStatisticsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default) => client.GetAsync(
            "statistics", SeriesOf(query), ServiceClient.Json.IReadOnlyListSeriesSummary, cancellationToken);

    public ValueTask<IReadOnlyList<ModelEfficiency>> GetEfficiencyAsync(
        TimeRange range, CancellationToken cancellationToken = default) => client.GetAsync(
            "efficiency", new QueryText().Add(range), ServiceClient.Json.IReadOnlyListModelEfficiency,
            cancellationToken);

    private static QueryText SeriesOf(AnalyticsQuery query) => new QueryText()
        .Add("measure", query.Measure.ToString()).Add(query.Range).Add("zone", query.TimeZone).Add(query.Interval)
        .Add("groupBy", query.GroupBy?.Name).Add("top", query.Top).Add(query.Where);
}
