namespace TokenUsage.Querying;

/// <summary>Cuts time into intervals of a local calendar.</summary>
/// <remarks>
/// An interval belongs to the calendar, its length to the clocks: a day may have 23 or 25 hours, and is empty where a zone
/// skipped it. Where clocks show midnight twice the day begins at the first; where they skip it, with its first moment.
/// </remarks>
internal sealed class TimeGrid(TimeZoneInfo zone, TimeInterval interval)
{
    /// <summary>The most points of a series: what a chart can show several times over.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>Finds the edges from the last one not after the range's start to the first one not before its end.</summary>
    /// <exception cref="ArgumentException">There would be more than <see cref="MaxPoints"/> intervals.</exception>
    public IReadOnlyList<DateTimeOffset> Cut(DateTimeOffset from, DateTimeOffset to)
    {
        var edges = new List<DateTimeOffset>();
        if (from >= to) return edges;

        long index = Math.Max(IndexOf(LocalDateOf(from)) - 1, 0); // a doubled midnight may put it one early
        for (DateTimeOffset start = StartOf(index); ; index++)
        {
            DateTimeOffset end = StartOf(index + 1);
            foreach (DateTimeOffset edge in Divide(start, end))
            {
                if (edge <= from) edges.Clear();
                if (edges.Count == 0 || edge > edges[^1]) edges.Add(edge);
                if (edge >= to) return edges;
                if (edges.Count > MaxPoints) throw TooMany();
            }

            start = end;
        }
    }

    private IEnumerable<DateTimeOffset> Divide(DateTimeOffset start, DateTimeOffset end)
    {
        yield return start;
        if (interval.Unit is not (TimeUnit.Minute or TimeUnit.Hour)) yield break;

        TimeSpan step = interval.Unit == TimeUnit.Minute
            ? TimeSpan.FromMinutes(interval.Count)
            : TimeSpan.FromHours(interval.Count);
        for (DateTimeOffset edge = start + step; edge < end; edge += step) yield return edge;
    }

    private long IndexOf(DateOnly date) => interval.Unit switch
    {
        TimeUnit.Minute or TimeUnit.Hour => date.DayNumber,
        TimeUnit.Day => date.DayNumber / interval.Count,
        TimeUnit.Week => date.DayNumber / 7 / interval.Count, // day 0 was a Monday
        _ => ((date.Year * 12) + date.Month - 13) / interval.Count,
    };

    private DateTimeOffset StartOf(long index)
    {
        long count = interval.Unit is TimeUnit.Minute or TimeUnit.Hour ? index : index * interval.Count;
        if (interval.Unit == TimeUnit.Month)
        {
            return count >= 9999 * 12 ? DateTimeOffset.MaxValue : StartOf(DateOnly.MinValue.AddMonths((int)count));
        }

        long day = interval.Unit == TimeUnit.Week ? count * 7 : count;
        return day > DateOnly.MaxValue.DayNumber ? DateTimeOffset.MaxValue : StartOf(DateOnly.FromDayNumber((int)day));
    }

    private DateOnly LocalDateOf(DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        if (date.DayNumber < 1) return DateTimeOffset.MinValue;
        if (zone.IsInvalidTime(midnight)) return AfterGap(midnight);

        TimeSpan offset = zone.IsAmbiguousTime(midnight)
            ? zone.GetAmbiguousTimeOffsets(midnight).Max()
            : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    // The clocks jump over midnight: the day begins where they land, which is found by halving.
    private DateTimeOffset AfterGap(DateTime midnight)
    {
        DateTime before = midnight.AddHours(-6);
        long low = before.Ticks - zone.GetUtcOffset(before).Ticks;
        long high = low + TimeSpan.TicksPerHour * 12;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            bool isPast =
                TimeZoneInfo.ConvertTime(new DateTimeOffset(middle, TimeSpan.Zero), zone).DateTime >= midnight;
            if (isPast) high = middle;
            else low = middle;
        }

        return new DateTimeOffset(high, TimeSpan.Zero);
    }

    private ArgumentException TooMany() => QueryResolver.Fault(
        nameof(UsageQuery.Interval),
        $"{interval.Count} {interval.Unit}",
        $"the range has more than {MaxPoints:N0} of them: widen the interval or shorten the range");
}
