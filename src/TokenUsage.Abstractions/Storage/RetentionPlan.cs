namespace TokenUsage.Storage;

/// <summary>What may be deleted: everything that ended before the moment of its kind.</summary>
/// <remarks>A store rounds each moment down to an edge of its slices, and keeps what the coarser kinds need.</remarks>
public sealed record RetentionPlan
{
    /// <summary>Gets the moment before which single records, and totals by the minute, may go.</summary>
    public required DateTimeOffset Records { get; init; }

    /// <summary>Gets the moment before which totals by the quarter-hour may go.</summary>
    public required DateTimeOffset QuarterHours { get; init; }

    /// <summary>Gets the moment before which totals by the day may go.</summary>
    public required DateTimeOffset Days { get; init; }

    /// <summary>Gets the most rows that one transaction deletes.</summary>
    /// <value>From 1. The default is 1,000: some milliseconds during which others wait.</value>
    public int RowsAtOnce { get; init; } = 1_000;

    /// <summary>Gets the most rows that one call deletes.</summary>
    /// <value>From 1. The default is 100,000.</value>
    public long MaxRows { get; init; } = 100_000;
}
