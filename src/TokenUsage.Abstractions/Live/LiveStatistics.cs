namespace TokenUsage;

/// <summary>How full the live memory is, and what it could not hold apart.</summary>
public sealed record LiveStatistics
{
    /// <summary>Gets the cells in use: one for each value of a dimension in each bucket of time.</summary>
    public int Cells { get; init; }

    /// <summary>Gets the most cells there may be.</summary>
    public int MaxCells { get; init; }

    /// <summary>Gets the records whose value was counted as "other", once for each dimension.</summary>
    public long Overflowed { get; init; }

    /// <summary>Gets the records outside of what is held, by their start: older than five weeks, or in the future.</summary>
    public long OutOfRange { get; init; }

    /// <summary>Gets whether the buckets hold what was stored before this process started.</summary>
    public bool IsWarm { get; init; }
}
