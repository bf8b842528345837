using TokenUsage.Analysis;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Describes how a series has developed.</summary>
internal static class TrendReader
{
    private const int Week = 7;
    private const int MonthDays = 30;
    private const int LeastLevelDays = 3;
    private const double FlatShare = 0.1;

    public static UsageTrend Read(UsageSeries series, AnalyticsQuery query)
    {
        UsageSeries daily = query.Interval == TimeInterval.Day ? series : ByDay(series, query.Measure);
        double[] days = [.. daily.Values.Where(double.IsFinite)];
        var trend = new UsageTrend
        {
            Key = series.Key,
            Measure = query.Measure,
            Total = query.Measure.IsSum() ? days.Sum() : SeriesStatistics.MeanOf(days),
            DailyAverage = SeriesStatistics.MeanOf(days),
            WeekOverWeek = SeriesGrowth.OverSeason(days, Week),
            SlopePerDay = days.Length < 2 ? 0 : RobustTrend.Of(days).Slope,
            DailySeasonality = query.Interval == TimeInterval.Day ? 0 : SeasonalityStrength.Of(Whole(series), 24),
            WeeklySeasonality = SeasonalityStrength.Of(days, Week),
            Changes = FindChanges(daily),
            MovingAverage = days.Length == 0 ? [] : MovingAverage.Trailing(days, Week),
            MonthlyProjection = query.Measure.IsSum() ? MonthDays * SeriesStatistics.MeanOf(LastWeek(days)) : 0,
            Explanation = "",
        };
        trend = trend with { Direction = DirectionOf(trend, days.Length) };
        return trend with { Explanation = TrendText.Describe(trend, days.Length) };
    }

    private static TrendDirection DirectionOf(UsageTrend trend, int days)
    {
        double moved = trend.SlopePerDay * days;
        if (Math.Abs(moved) <= FlatShare * Math.Abs(trend.DailyAverage)) return TrendDirection.Flat;
        return moved > 0 ? TrendDirection.Rising : TrendDirection.Falling;
    }

    private static UsageSeries ByDay(UsageSeries series, AnalyticsMeasure measure)
    {
        (DateTimeOffset Start, double Value)[] days =
        [
            .. series.Starts.Zip(series.Values).GroupBy(point => point.First.Date).Select(day =>
            {
                double[] known = [.. day.Select(point => point.Second).Where(double.IsFinite)];
                double value = measure.IsSum() ? known.Sum() : known.Length == 0 ? double.NaN : known.Average();
                return (day.First().First, value);
            }),
        ];
        return new UsageSeries(series.Key, [.. days.Select(d => d.Start)], [.. days.Select(d => d.Value)]);
    }

    private static LevelChange[] FindChanges(UsageSeries daily) =>
    [
        .. ChangePointSearch.Find(daily.Values, LeastLevelDays).Select(change => new LevelChange
        {
            At = daily.Starts[Math.Min(change.Index, daily.Starts.Length - 1)],
            Before = change.Before,
            After = change.After,
        }),
    ];

    private static double[] Whole(UsageSeries series) => [.. series.Values.Where(double.IsFinite)];

    private static ReadOnlySpan<double> LastWeek(double[] days) => days.AsSpan(Math.Max(0, days.Length - Week));
}
