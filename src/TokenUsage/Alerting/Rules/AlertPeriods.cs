using TokenUsage.Querying;

namespace TokenUsage.Alerting.Rules;

/// <summary>The calendar periods of rules.</summary>
internal static class AlertPeriods
{
    public static DateTimeOffset StartOf(AlertPeriod period, string timeZone, DateTimeOffset at) =>
        EdgesOf(period, timeZone, at)[0];

    public static DateTimeOffset EndOf(AlertPeriod period, string timeZone, DateTimeOffset at) =>
        EdgesOf(period, timeZone, at)[^1];

    /// <summary>Names a period by its local start: <c>2026-11-01</c>, of an hour <c>2026-11-22T14Z</c>.</summary>
    public static string Name(AlertPeriod period, DateTimeOffset start) => start.ToString(
        period == AlertPeriod.Hour ? "yyyy-MM-dd'T'HHzzz" : "yyyy-MM-dd",
        System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<DateTimeOffset> EdgesOf(AlertPeriod period, string timeZone, DateTimeOffset at)
    {
        TimeInterval interval = period switch
        {
            AlertPeriod.Hour => TimeInterval.Hour,
            AlertPeriod.Day => TimeInterval.Day,
            AlertPeriod.Week => TimeInterval.Week,
            _ => TimeInterval.Month,
        };
        return new TimeGrid(TimeZoneInfo.FindSystemTimeZoneById(timeZone), interval).Cut(at, at.AddTicks(1));
    }
}
