using System.Globalization;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Says a trend in words.</summary>
internal static class TrendText
{
    private const double Notable = 0.5;

    public static string Describe(UsageTrend trend, int days)
    {
        AnalyticsMeasure measure = trend.Measure;
        if (days == 0) return "Nothing happened in this time.";

        List<string> parts =
        [
            $"{measure.Format(trend.DailyAverage)} a day, "
            + trend.Direction switch
            {
                TrendDirection.Rising => $"rising by {measure.Format(trend.SlopePerDay)} each day",
                TrendDirection.Falling => $"falling by {measure.Format(-trend.SlopePerDay)} each day",
                _ => "without a trend",
            },
        ];
        if (trend.WeekOverWeek is { } growth)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{growth * 100:+0.#;-0.#;0} % week over week"));
        if (trend.WeeklySeasonality > Notable) parts.Add("weekdays differ from weekends");
        if (trend.Changes.Count > 0)
        {
            LevelChange last = trend.Changes[^1];
            parts.Add(string.Create(CultureInfo.InvariantCulture,
                $"another level since {last.At:yyyy-MM-dd} ({measure.Format(last.Before)} before, "
                + $"{measure.Format(last.After)} after)"));
        }

        if (measure.IsSum()) parts.Add($"{measure.Format(trend.MonthlyProjection)} in 30 days at the last week's pace");
        return string.Join("; ", parts) + ".";
    }
}
