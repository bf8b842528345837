using TokenUsage.Analysis;
using TokenUsage.Querying;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Continues a series, to a horizon and to the end of the calendar month.</summary>
internal sealed class ForecastReader(ForecastQuery query, ResolvedQuery resolved)
{
    private readonly AnalyticsMeasure _measure = query.Series.Measure;
    private readonly TimeGrid _grid = new(resolved.Zone, query.Series.Interval);
    private readonly SeasonLags _lags =
        query.Series.Interval == TimeInterval.Day ? SeasonLags.Daily : SeasonLags.Hourly;

    /// <summary>Gets where the month of the range's end begins.</summary>
    public DateTimeOffset MonthStart => MonthEdges()[0];

    public UsageForecast Read(UsageSeries series)
    {
        UsageSeries used = series.FromFirstUse();
        SeriesForecast forecast = new SeriesForecaster(_lags).Forecast(used.Values, query.Horizon);
        DateTimeOffset[] starts = StartsFrom(End(series));
        var answer = new UsageForecast
        {
            Key = series.Key,
            Measure = _measure,
            Method = NameOf(forecast.Method),
            Points =
            [
                .. Enumerable.Range(0, query.Horizon).Select(i => new ForecastPoint(
                    starts[i], forecast.Expected[i], forecast.Lower[i], forecast.Upper[i])),
            ],
        };
        return _measure.IsSum() ? WithMonth(answer, series, used) : answer;
    }

    private UsageForecast WithMonth(UsageForecast forecast, UsageSeries series, UsageSeries used)
    {
        IReadOnlyList<DateTimeOffset> month = MonthEdges();
        double soFar = series.Starts.Zip(series.Values).Where(p => p.First >= month[0]).Sum(p => p.Second);
        IReadOnlyList<DateTimeOffset> left = _grid.Cut(End(series), month[^1]);
        int steps = Math.Max(left.Count - 1, 0);
        double rest = query.Limit is { } limit ? (double)limit - soFar : double.PositiveInfinity;
        SumForecast sum = new SumForecaster(_lags).Forecast(used.Values, Math.Max(steps, 1), rest);
        bool isOver = steps == 0;
        return forecast with
        {
            Month = new ForecastSum
            {
                Until = month[^1],
                SoFar = soFar,
                Expected = soFar + (isOver ? 0 : sum.Expected),
                Lower = soFar + (isOver ? 0 : sum.Lower),
                Upper = soFar + (isOver ? 0 : sum.Upper),
            },
            Limit = query.Limit is null ? null : LimitOf(query.Limit.Value, rest, sum.Crossing, left),
        };
    }

    private static LimitForecast LimitOf(
        decimal limit, double rest, LimitCrossing? crossing, IReadOnlyList<DateTimeOffset> edges)
    {
        if (rest <= 0) crossing = new LimitCrossing(0, 0, 0, 1);
        return new LimitForecast
        {
            Limit = limit,
            Probability = crossing?.Probability ?? 0,
            Earliest = At(crossing?.Earliest),
            Median = At(crossing?.Median),
            Latest = At(crossing?.Latest),
        };

        DateTimeOffset? At(int? step) => step is { } known && known < edges.Count ? edges[known] : null;
    }

    private DateTimeOffset[] StartsFrom(DateTimeOffset end)
    {
        TimeSpan step = query.Series.Interval == TimeInterval.Day ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        return [.. _grid.Cut(end, end + (step * (query.Horizon + 1))).Take(query.Horizon)];
    }

    private DateTimeOffset End(UsageSeries series) =>
        series.Starts.Length == 0 ? resolved.To : _grid.Cut(series.Starts[^1], series.Starts[^1].AddTicks(1))[1];

    private IReadOnlyList<DateTimeOffset> MonthEdges() =>
        new TimeGrid(resolved.Zone, TimeInterval.Month).Cut(resolved.To, resolved.To.AddTicks(1));

    private static string NameOf(ForecastMethod method) => method switch
    {
        ForecastMethod.None => "none",
        ForecastMethod.Mean => "mean",
        ForecastMethod.SeasonalNaive => "seasonal_naive",
        ForecastMethod.Blend => "blend",
        _ => "regression",
    };
}
