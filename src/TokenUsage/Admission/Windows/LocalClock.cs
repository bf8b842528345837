namespace TokenUsage.Admission.Windows;

/// <summary>The wall clock of a time zone.</summary>
/// <remarks>
/// Asks the zone only for its offset at an instant. Its answers for local times (is it invalid, is it ambiguous) are
/// not used: they miss changes of the standard offset, such as the day that Samoa skipped.
/// </remarks>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    // No offset in use since 1995 lies outside −12…+14 hours; the hour more keeps the search off the edge.
    private static readonly TimeSpan East = TimeSpan.FromHours(15);
    private static readonly TimeSpan West = TimeSpan.FromHours(13);

    /// <summary>Gets what the clock shows at an instant.</summary>
    public DateTime LocalAt(DateTime utc) =>
        DateTime.SpecifyKind(utc + zone.GetUtcOffset(utc), DateTimeKind.Unspecified);

    /// <summary>
    /// Gets the first instant at which the clock shows a local time or, where it skips that time, a later one.
    /// </summary>
    public DateTime FirstInstantAt(DateTime local)
    {
        DateTime early = AsUtc(local - East);
        DateTime late = AsUtc(local + West);
        TimeSpan before = zone.GetUtcOffset(early);
        TimeSpan after = zone.GetUtcOffset(late);
        DateTime byOldOffset = AsUtc(local - before);
        if (before == after) return byOldOffset;

        DateTime change = FindChange(early, late, before);
        if (byOldOffset < change) return byOldOffset;

        DateTime byNewOffset = AsUtc(local - after);
        return byNewOffset > change ? byNewOffset : change;
    }

    /// <summary>Finds, to the second, the first instant at which the offset is no longer the old one.</summary>
    private DateTime FindChange(DateTime early, DateTime late, TimeSpan before)
    {
        long low = 0;
        long high = (long)(late - early).TotalSeconds;
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (zone.GetUtcOffset(early.AddSeconds(middle)) == before) low = middle;
            else high = middle;
        }

        return early.AddSeconds(high);
    }

    private static DateTime AsUtc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
