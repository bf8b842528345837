namespace TokenUsage.Storage;

/// <summary>Counts rollup slices: number 0 begins at 0001-01-01T00:00Z.</summary>
public static class RollupGrid
{
    /// <summary>The quarter-hours of a day.</summary>
    public const int QuartersPerDay = 96;

    /// <summary>The minutes of a quarter-hour.</summary>
    public const int MinutesPerQuarter = 15;

    /// <summary>Gets the number of the slice that holds a moment.</summary>
    public static long SliceOf(DateTimeOffset at, RollupGrain grain) => at.UtcTicks / TicksOf(grain);

    /// <summary>Gets the moment at which a slice begins, in UTC.</summary>
    public static DateTimeOffset StartOf(long slice, RollupGrain grain) => new(slice * TicksOf(grain), TimeSpan.Zero);

    /// <summary>Gets the last edge of a slice that is not after a moment.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, RollupGrain grain) => StartOf(SliceOf(at, grain), grain);

    /// <summary>Gets the first edge of a slice that is not before a moment.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset at, RollupGrain grain)
    {
        DateTimeOffset floor = Floor(at, grain);
        return floor == at ? floor : StartOf(SliceOf(at, grain) + 1, grain);
    }

    /// <summary>Says whether a moment is an edge of a slice.</summary>
    public static bool IsEdge(DateTimeOffset at, RollupGrain grain) => at.UtcTicks % TicksOf(grain) == 0;

    private static long TicksOf(RollupGrain grain) => grain switch
    {
        RollupGrain.Day => TimeSpan.TicksPerDay,
        RollupGrain.Minute => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerMinute * MinutesPerQuarter,
    };
}
