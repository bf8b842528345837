namespace TokenUsage.Admission.Windows;

/// <summary>Steps through the local times at which hours, days, weeks, months or years begin.</summary>
/// <remarks>Local times only: which instants they are is the clock's business.</remarks>
internal sealed class LocalCalendar(QuotaWindow window)
{
    /// <summary>Gets the last beginning that is not after a local time.</summary>
    public DateTime StartOf(DateTime local) => window.Kind switch
    {
        QuotaWindowKind.Hour => local.Date.AddHours(local.Hour),
        QuotaWindowKind.Day => local.Date,
        QuotaWindowKind.Week => local.Date.AddDays(-((local.DayOfWeek - window.WeekStart + 7) % 7)),
        QuotaWindowKind.Month => NotAfter(local, MonthStart(local.Year, local.Month)),
        QuotaWindowKind.Year => NotAfter(local, MonthStart(local.Year, window.AnchorMonth)),
        _ => throw new InvalidOperationException($"{window.Kind} is no calendar window."),
    };

    public DateTime Next(DateTime start) => Step(start, 1);

    public DateTime Previous(DateTime start) => Step(start, -1);

    private DateTime NotAfter(DateTime local, DateTime start) => start <= local ? start : Previous(start);

    private DateTime Step(DateTime start, int count) => window.Kind switch
    {
        QuotaWindowKind.Hour => start.AddHours(count),
        QuotaWindowKind.Day => start.AddDays(count),
        QuotaWindowKind.Week => start.AddDays(7 * count),
        QuotaWindowKind.Month => MonthStart(FirstOf(start).AddMonths(count)),
        _ => MonthStart(FirstOf(start).AddYears(count)),
    };

    private static DateTime FirstOf(DateTime start) => new(start.Year, start.Month, 1);

    private DateTime MonthStart(DateTime firstOfMonth) => MonthStart(firstOfMonth.Year, firstOfMonth.Month);

    private DateTime MonthStart(int year, int month) =>
        new(year, month, Math.Min(window.AnchorDay, DateTime.DaysInMonth(year, month)));
}
