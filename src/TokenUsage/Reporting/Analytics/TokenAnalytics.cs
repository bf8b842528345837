using TokenUsage.Analysis;
using TokenUsage.Caching;
using TokenUsage.Querying;

namespace TokenUsage.Reporting.Analytics;

/// <summary>The analytical part of the read door.</summary>
internal sealed class TokenAnalytics(
    ITokenUsageStats stats, SeriesSource source, RecommendationReader recommendations, TimeProvider time,
    TokenUsageCache? cache = null)
    : ITokenAnalytics
{
    private const int MostSteps = 8784;
    private const int BytesOfPoint = 64;

    public async ValueTask<IReadOnlyList<UsageTrend>> GetTrendsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<UsageSeries> series =
            await source.ReadAsync(query, null, cancellationToken).ConfigureAwait(false);
        return [.. series.Select(s => TrendReader.Read(s, query))];
    }

    public async ValueTask<IReadOnlyList<UsageAnomaly>> DetectAnomaliesAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default)
    {
        DateTimeOffset from = source.Resolve(query).From;
        IReadOnlyList<UsageSeries> series = await source
            .ReadAsync(query, from - AnomalyReader.Memory, cancellationToken).ConfigureAwait(false);
        return [.. series.SelectMany(s => AnomalyReader.Read(s, query, from)).OrderByDescending(a => a.At)];
    }

    public async ValueTask<IReadOnlyList<UsageForecast>> ForecastAsync(
        ForecastQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Horizon is < 1 or > MostSteps)
            throw QueryResolver.Fault(nameof(query.Horizon), query.Horizon, "use 1 to 8,784");
        if (query.Limit <= 0)
            throw QueryResolver.Fault(nameof(query.Limit), query.Limit, "use more than 0, or leave it out");

        var reader = new ForecastReader(query, source.Resolve(query.Series));
        IReadOnlyList<UsageSeries> series = await source
            .ReadAsync(query.Series, reader.MonthStart, cancellationToken).ConfigureAwait(false);
        return [.. series.Select(s => cache is null ? reader.Read(s) : Remember(cache, query, reader, s))];
    }

    public ValueTask<IReadOnlyList<Recommendation>> GetRecommendationsAsync(
        TimeRange range, CancellationToken cancellationToken = default) =>
        recommendations.ReadAsync(range, cancellationToken);

    public ValueTask<ChangeExplanation> ExplainChangeAsync(
        ChangeQuery query, CancellationToken cancellationToken = default) =>
        new ChangeReader(stats, time).ReadAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<SeriesSummary>> GetStatisticsAsync(
        AnalyticsQuery query, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<UsageSeries> series =
            await source.ReadAsync(query, null, cancellationToken).ConfigureAwait(false);
        return [.. series.Select(s => Summarize(s, query.Measure))];
    }

    public async ValueTask<IReadOnlyList<ModelEfficiency>> GetEfficiencyAsync(
        TimeRange range, CancellationToken cancellationToken = default)
    {
        UsageSummary summary = await stats.QueryAsync(
            new UsageQuery { Range = range, GroupBy = [Dimension.Provider, Dimension.Model] }, cancellationToken)
            .ConfigureAwait(false);
        return [.. summary.Groups.Select(Compare).OrderByDescending(m => m.UsdPerSuccess ?? 0)];
    }

    // Fitting takes milliseconds a series, and follows from the series alone: no change of the store makes it wrong.
    private static UsageForecast Remember(
        TokenUsageCache cache, ForecastQuery query, ForecastReader reader, UsageSeries series)
    {
        if (series.Starts.Length == 0) return reader.Read(series);

        string key = CacheKeys.Forecast(query, series.Key, reader.MonthStart, series.Starts[0], series.Values);
        if (cache.TryGet(key, out UsageForecast? known)) return known!;

        UsageForecast forecast = reader.Read(series);
        long size = forecast.Points.Count * (long)BytesOfPoint;
        cache.Set(key, forecast, new CacheEntryOptions { Tags = [CacheKeys.ForecastTag], Size = size });
        return forecast;
    }

    private static ModelEfficiency Compare(UsageGroup group)
    {
        UsageTotals totals = group.Totals;
        long tokens = totals.Tokens.Total ?? 0;
        return new ModelEfficiency
        {
            Provider = group.Key[0] ?? "unknown",
            Model = group.Key[1],
            Totals = totals,
            UsdPerMillionTokens = tokens == 0 ? null : totals.PricedUsd * 1_000_000m / tokens,
            UsdPerCall = totals.Attempts == 0 ? null : totals.PricedUsd / totals.Attempts,
            UsdPerSuccess = totals.Succeeded == 0 ? null : totals.PricedUsd / totals.Succeeded,
            SuccessRate = totals.Attempts == 0 ? 0 : (double)totals.Succeeded / totals.Attempts,
        };
    }

    private static SeriesSummary Summarize(UsageSeries series, AnalyticsMeasure measure)
    {
        SeriesStatistics statistics = SeriesStatistics.Of([.. series.Values.Where(double.IsFinite)]);
        return new SeriesSummary
        {
            Key = series.Key,
            Measure = measure,
            Count = statistics.Count,
            Sum = statistics.Sum,
            Mean = statistics.Mean,
            StandardDeviation = statistics.StandardDeviation,
            Skewness = statistics.Skewness,
            Least = statistics.Least,
            Median = statistics.Median,
            P95 = statistics.Percentile(0.95),
            P99 = statistics.Percentile(0.99),
            Most = statistics.Most,
        };
    }
}
