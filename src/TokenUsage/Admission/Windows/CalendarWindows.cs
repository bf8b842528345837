namespace TokenUsage.Admission.Windows;

/// <summary>The calendar windows of a time zone: without gap or overlap, whatever the clocks do.</summary>
internal sealed class CalendarWindows(QuotaWindow window, TimeZoneInfo zone)
{
    private readonly LocalCalendar _calendar = new(window);
    private readonly LocalClock _clock = new(zone);

    /// <summary>Finds the window that an instant lies in.</summary>
    /// <remarks>
    /// Not simply the local date's: where midnight occurs twice the day has begun at the first, though the clock then
    /// shows the day before once more.
    /// </remarks>
    public CalendarSpan Find(DateTime utc)
    {
        DateTime local = _calendar.StartOf(_clock.LocalAt(utc));
        DateTime start = _clock.FirstInstantAt(local);
        while (utc < start)
        {
            local = _calendar.Previous(local);
            start = _clock.FirstInstantAt(local);
        }

        while (true)
        {
            DateTime next = _calendar.Next(local);
            DateTime end = _clock.FirstInstantAt(next);
            if (utc < end) return new CalendarSpan(local, start, end);

            local = next;
            start = end;
        }
    }
}
