using NodaTime;

namespace TokenUsage.Tests.Admission.Windows;

/// <summary>The same windows, found by NodaTime from its own tables.</summary>
internal sealed class CalendarOracle(QuotaWindow window, DateTimeZone zone)
{
    /// <summary>Gets the instant at which the window named after a local time begins.</summary>
    public Instant FirstInstantAt(LocalDateTime local)
    {
        NodaTime.TimeZones.ZoneLocalMapping map = zone.MapLocal(local);
        return map.Count == 0 ? map.LateInterval.Start : map.First().ToInstant();
    }

    public LocalDateTime StartOf(LocalDateTime local) => window.Kind switch
    {
        QuotaWindowKind.Hour => local.Date.At(new LocalTime(local.Hour, 0)),
        QuotaWindowKind.Day => local.Date.AtMidnight(),
        QuotaWindowKind.Week => local.Date.PlusDays(1).Previous(WeekStart).AtMidnight(),
        QuotaWindowKind.Month => LastAnchor(local.Date, months: 1),
        _ => LastAnchor(local.Date, months: 12),
    };

    /// <summary>Gets the local time after which the next window is named.</summary>
    public LocalDateTime Next(LocalDateTime start) => window.Kind switch
    {
        QuotaWindowKind.Hour => start.PlusHours(1),
        QuotaWindowKind.Day => start.PlusDays(1),
        QuotaWindowKind.Week => start.PlusWeeks(1),
        QuotaWindowKind.Month => Anchor(start.Date.ToYearMonth().PlusMonths(1)).AtMidnight(),
        _ => Anchor(start.Date.ToYearMonth().PlusMonths(12)).AtMidnight(),
    };

    private IsoDayOfWeek WeekStart =>
        window.WeekStart == DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)(int)window.WeekStart;

    private LocalDateTime LastAnchor(LocalDate date, int months)
    {
        int month = months == 12 ? window.AnchorMonth : date.Month;
        var yearMonth = new YearMonth(date.Year, month);
        LocalDate anchor = Anchor(yearMonth);
        return (anchor <= date ? anchor : Anchor(yearMonth.PlusMonths(-months))).AtMidnight();
    }

    private LocalDate Anchor(YearMonth month) =>
        month.OnDayOfMonth(Math.Min(window.AnchorDay, month.ToDateInterval().Length));
}
