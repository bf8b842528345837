namespace TokenUsage.Aggregation;

/// <summary>The last hour by the minute, the last two days by the hour, the last five weeks by the day.</summary>
/// <remarks>
/// A record is written once, into its minute. A minute that leaves the last hour is added to its hour and to its day, so
/// that what a record costs does not grow with the widths. Readers therefore add the minutes to the hours or the days.
/// </remarks>
internal sealed class LiveBuckets
{
    private const int MinuteCount = 60;
    private const int HourCount = 48;
    private const int DayCount = 35;

    public LiveBuckets(int dimensions, CellBudget budget)
    {
        LiveBucket Create() => new(dimensions, budget);
        Minutes = new LiveRing(TimeSpan.FromMinutes(1), MinuteCount, Create, Fold);
        Hours = new LiveRing(TimeSpan.FromHours(1), HourCount, Create);
        Days = new LiveRing(TimeSpan.FromDays(1), DayCount, Create);
    }

    public LiveRing Minutes { get; }

    public LiveRing Hours { get; }

    public LiveRing Days { get; }

    public IEnumerable<LiveBucket> Filled => Minutes.Filled.Concat(Hours.Filled).Concat(Days.Filled);

    /// <summary>Moves on to a moment. A minute more is kept ready, for clocks that run a little ahead.</summary>
    public void Advance(DateTimeOffset now)
    {
        DateTimeOffset ahead = now.AddMinutes(1);
        Days.Advance(Days.SliceOf(ahead));
        Hours.Advance(Hours.SliceOf(ahead));
        Minutes.Advance(Minutes.SliceOf(ahead));
    }

    /// <summary>Chooses the narrowest width that reaches back to a moment; the widest when none does.</summary>
    public LiveRing RingFor(DateTimeOffset from) =>
        from >= Minutes.OldestStart ? Minutes : from >= Hours.OldestStart ? Hours : Days;

    private void Fold(LiveBucket minute)
    {
        DateTimeOffset start = Minutes.StartOf(minute.Slice);
        Hours.Find(Hours.SliceOf(start))?.Add(minute);
        Days.Find(Days.SliceOf(start))?.Add(minute);
    }
}
