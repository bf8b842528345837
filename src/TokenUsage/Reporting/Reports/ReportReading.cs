using TokenUsage.Querying;

namespace TokenUsage.Reporting.Reports;

/// <summary>The questions of one report, each with the same period and filters.</summary>
internal sealed class ReportReading(
    ReportRequest request, ResolvedQuery resolved, ITokenUsageStats stats, ITokenAnalytics analytics)
{
    private const int MostAnomalies = 20;
    private const int ForecastDays = 14;
    private const int MostHourlyDays = 2;
    private const int MostDailyDays = 400;
    private static readonly TimeSpan ForecastMemory = TimeSpan.FromDays(91);
    private static readonly TimeSpan MostAnalysed = TimeSpan.FromDays(366);

    private readonly TimeRange _range = TimeRange.Between(resolved.From, resolved.To);

    /// <summary>Gets the interval that gives a chart a readable number of points.</summary>
    public TimeInterval Interval { get; } = (resolved.To - resolved.From).TotalDays switch
    {
        <= MostHourlyDays + 0.01 => TimeInterval.Hour,
        <= MostDailyDays => TimeInterval.Day,
        _ => TimeInterval.Month,
    };

    public ValueTask<UsageSummary> ReadSummaryAsync(CancellationToken cancellationToken) => stats.QueryAsync(
        new UsageQuery
        {
            Range = _range,
            TimeZone = request.TimeZone,
            Where = request.Where,
            Interval = Interval,
        },
        cancellationToken);

    public async ValueTask<UsageTotals> ReadPreviousAsync(CancellationToken cancellationToken)
    {
        TimeSpan length = resolved.To - resolved.From;
        bool isBeforeTime = resolved.From - DateTimeOffset.MinValue < length;
        DateTimeOffset from = isBeforeTime ? DateTimeOffset.MinValue : resolved.From - length;
        var query = new UsageQuery { Range = TimeRange.Between(from, resolved.From), Where = request.Where };
        return (await stats.QueryAsync(query, cancellationToken).ConfigureAwait(false)).Totals;
    }

    // One query for each table: a query's Top ranks its groups, and its breakdowns are not cut.
    public async ValueTask<IReadOnlyList<CostBreakdown>> ReadCostsAsync(CancellationToken cancellationToken)
    {
        var costs = new List<CostBreakdown>(request.CostBy.Count);
        foreach (Dimension dimension in request.CostBy)
        {
            var query = new UsageQuery
            {
                Range = _range,
                TimeZone = request.TimeZone,
                Where = request.Where,
                GroupBy = [dimension],
                Top = request.Top,
            };
            UsageSummary summary = await stats.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            costs.Add(new CostBreakdown { Dimension = dimension, Groups = summary.Groups });
        }

        return costs;
    }

    // A day each: FOCUS has no smaller charge that anybody books, and a month would hide what a day can be asked for.
    public async ValueTask<IReadOnlyList<ReportCharge>> ReadChargesAsync(CancellationToken cancellationToken)
    {
        if (request.ChargeTo is not { } account) return [];

        List<Dimension> keys = [.. new[] { account, Dimension.Provider, Dimension.Model }.Distinct()];
        var query = new UsageQuery
        {
            Range = _range,
            TimeZone = request.TimeZone,
            Where = request.Where,
            GroupBy = keys,
            Interval = TimeInterval.Day,
        };
        UsageSummary summary = await stats.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        DateTimeOffset[] edges =
            [.. new TimeGrid(resolved.Zone, TimeInterval.Day).Cut(resolved.From, resolved.To)];
        return
        [
            .. summary.Series.Where(point => point.Totals.Attempts > 0).Select(point => new ReportCharge
            {
                Account = point.Key[0],
                Provider = point.Key[keys.IndexOf(Dimension.Provider)] ?? "unknown",
                Model = point.Key[keys.IndexOf(Dimension.Model)],
                From = point.Start > resolved.From ? point.Start : resolved.From,
                To = EndOf(point.Start, edges),
                Totals = point.Totals,
            }),
        ];
    }

    public async ValueTask<IReadOnlyList<UsageTrend>> ReadTrendsAsync(CancellationToken cancellationToken)
    {
        var trends = new List<UsageTrend>();
        foreach (AnalyticsMeasure measure in
            (AnalyticsMeasure[])[AnalyticsMeasure.Cost, AnalyticsMeasure.Tokens, AnalyticsMeasure.Calls])
        {
            trends.AddRange(await analytics
                .GetTrendsAsync(Query(measure, TimeInterval.Hour, resolved.From), cancellationToken)
                .ConfigureAwait(false));
        }

        return trends;
    }

    public async ValueTask<IReadOnlyList<UsageAnomaly>> ReadAnomaliesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<UsageAnomaly> anomalies = await analytics
            .DetectAnomaliesAsync(Query(AnalyticsMeasure.Cost, TimeInterval.Hour, resolved.From), cancellationToken)
            .ConfigureAwait(false);
        return [.. anomalies.Where(a => !a.IsNotice).OrderByDescending(a => a.Severity).Take(MostAnomalies)];
    }

    // A week of history makes a poor forecast: what lies before the period is learned from too.
    public async ValueTask<UsageForecast?> ReadForecastAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset memory = resolved.To - ForecastMemory;
        AnalyticsQuery series =
            Query(AnalyticsMeasure.Cost, TimeInterval.Day, memory < resolved.From ? memory : resolved.From);
        var query = new ForecastQuery { Series = series, Horizon = ForecastDays };
        IReadOnlyList<UsageForecast> forecasts =
            await analytics.ForecastAsync(query, cancellationToken).ConfigureAwait(false);
        return forecasts.FirstOrDefault(f => f.Method != "none");
    }

    public async ValueTask<IReadOnlyList<Recommendation>> ReadRecommendationsAsync(CancellationToken cancellationToken)
    {
        if (request.Where.Count > 0) return [];

        IReadOnlyList<Recommendation> recommendations =
            await analytics.GetRecommendationsAsync(_range, cancellationToken).ConfigureAwait(false);
        return [.. recommendations.OrderByDescending(r => r.SavingUsd ?? 0)];
    }

    private DateTimeOffset EndOf(DateTimeOffset start, DateTimeOffset[] edges)
    {
        DateTimeOffset end = Array.Find(edges, edge => edge > start);
        return end == default || end > resolved.To ? resolved.To : end;
    }

    private AnalyticsQuery Query(AnalyticsMeasure measure, TimeInterval interval, DateTimeOffset from)
    {
        DateTimeOffset earliest = resolved.To - MostAnalysed;
        return new AnalyticsQuery
        {
            Measure = measure,
            Range = TimeRange.Between(from < earliest ? earliest : from, resolved.To),
            Interval = interval,
            TimeZone = request.TimeZone,
            Where = request.Where,
        };
    }
}
