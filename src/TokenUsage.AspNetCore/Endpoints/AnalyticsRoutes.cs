using TokenUsage.AspNetCore.Json;

namespace TokenUsage.AspNetCore.Endpoints;

/// <summary>What the numbers mean: trends, anomalies, forecasts, reasons, advice.</summary>
internal static class AnalyticsRoutes
{
    public static IReadOnlyList<UsageRoute> All { get; } =
    [
        new("GET", "/api/trends", "Where usage is going.", TrendsAsync)
        {
            Parameters = KnownParameters.Series,
            TakesFilters = true,
            Result = WebJson.Default.IReadOnlyListUsageTrend,
        },
        new("GET", "/api/anomalies", "What was unusual.", AnomaliesAsync)
        {
            Parameters = KnownParameters.Series,
            TakesFilters = true,
            Result = WebJson.Default.IReadOnlyListUsageAnomaly,
        },
        new("GET", "/api/statistics", "Mean, spread and percentiles.", StatisticsAsync)
        {
            Parameters = KnownParameters.Series,
            TakesFilters = true,
            Result = WebJson.Default.IReadOnlyListSeriesSummary,
        },
        new("GET", "/api/forecast", "How usage will go on, with its band.", ForecastAsync)
        {
            Parameters =
            [
                .. KnownParameters.Series,
                new("horizon", "How many points, to 8,784. Default 168.", "integer"),
                new("limit", "A limit of the calendar month: when will it be reached?", "number"),
            ],
            TakesFilters = true, Result = WebJson.Default.IReadOnlyListUsageForecast,
        },
        new("GET", "/api/explain", "Why the cost changed against the time before.", ExplainAsync)
        {
            Parameters =
            [
                KnownParameters.Range, KnownParameters.From, KnownParameters.To,
                new("by", "A dimension other than model."),
            ],
            TakesFilters = true, Result = WebJson.Default.ChangeExplanation,
        },
        new("GET", "/api/recommendations", "What would save money.", RecommendationsAsync)
        {
            Parameters = [KnownParameters.Range, KnownParameters.From, KnownParameters.To],
            NeedsEverything = true, Result = WebJson.Default.IReadOnlyListRecommendation,
        },
        new("GET", "/api/efficiency", "What each model costs per call, per success and per token.", EfficiencyAsync)
        {
            Parameters = [KnownParameters.Range, KnownParameters.From, KnownParameters.To],
            NeedsEverything = true, Result = WebJson.Default.IReadOnlyListModelEfficiency,
        },
    ];

    private static async Task TrendsAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAnalytics>().GetTrendsAsync(ReadSeries(call), call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListUsageTrend).ConfigureAwait(false);

    private static async Task AnomaliesAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAnalytics>().DetectAnomaliesAsync(ReadSeries(call), call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListUsageAnomaly).ConfigureAwait(false);

    private static async Task StatisticsAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAnalytics>().GetStatisticsAsync(ReadSeries(call), call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListSeriesSummary).ConfigureAwait(false);

    private static async Task ForecastAsync(UsageCall call)
    {
        var query = new ForecastQuery
        {
            Series = ReadSeries(call),
            Horizon = call.Query.Number("horizon", 1, 8_784) ?? 168,
            Limit = call.Query.Amount("limit"),
        };
        IReadOnlyList<UsageForecast> forecasts =
            await call.Get<ITokenAnalytics>().ForecastAsync(query, call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(forecasts, WebJson.Default.IReadOnlyListUsageForecast).ConfigureAwait(false);
    }

    private static async Task ExplainAsync(UsageCall call)
    {
        var query = new ChangeQuery
        {
            Range = call.Query.Range(),
            By = call.Query.OneDimension("by") ?? new ChangeQuery().By,
            Where = call.Filters(),
        };
        ChangeExplanation explanation =
            await call.Get<ITokenAnalytics>().ExplainChangeAsync(query, call.Aborted).ConfigureAwait(false);
        await call.WriteAsync(explanation, WebJson.Default.ChangeExplanation).ConfigureAwait(false);
    }

    private static async Task RecommendationsAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAnalytics>().GetRecommendationsAsync(call.Query.Range(), call.Aborted)
            .ConfigureAwait(false),
        WebJson.Default.IReadOnlyListRecommendation).ConfigureAwait(false);

    private static async Task EfficiencyAsync(UsageCall call) => await call.WriteAsync(
        await call.Get<ITokenAnalytics>().GetEfficiencyAsync(call.Query.Range(), call.Aborted).ConfigureAwait(false),
        WebJson.Default.IReadOnlyListModelEfficiency).ConfigureAwait(false);

    private static AnalyticsQuery ReadSeries(UsageCall call) => new()
    {
        Measure = call.Query.Choice("measure", AnalyticsMeasure.Cost),
        Range = call.Query.Range(),
        TimeZone = call.Query.Zone(),
        Interval = call.Query.Interval() ?? TimeInterval.Hour,
        GroupBy = call.Query.OneDimension("groupBy"),
        Top = call.Query.Number("top", 1, 1_000) ?? 20,
        Where = call.Filters(),
    };
}
