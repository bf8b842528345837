namespace TokenUsage;

/// <summary>A question about usage. Without any member set: the totals of the last 30 days.</summary>
public sealed class UsageQuery
{
    /// <summary>Gets the time range.</summary>
    /// <value>The default is the last 30 days.</value>
    public TimeRange Range { get; init; } = TimeRange.Last(TimeSpan.FromDays(30));

    /// <summary>Gets what to group by; the key of each group is aligned with it.</summary>
    /// <value>
    /// The default is no grouping. One dimension is answered from rollups; several are too when the store keeps that
    /// combination, and from single records otherwise.
    /// </value>
    public IReadOnlyList<Dimension> GroupBy { get; init; } = [];

    /// <summary>Gets further tables by one dimension each, in the same answer.</summary>
    public IReadOnlyList<Dimension> Breakdowns { get; init; } = [];

    /// <summary>Gets the conditions, all of which must hold.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];

    /// <summary>Gets the width of the series' points; <see langword="null"/> for no series.</summary>
    /// <value>From one minute to months. At most 10,000 points.</value>
    public TimeInterval? Interval { get; init; }

    /// <summary>Gets the IANA name of the time zone in which days, weeks and months begin.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets how many groups to keep by <see cref="TopBy"/>; the rest is summed into one group, "other".</summary>
    /// <value>From 1. The default, <see langword="null"/>, keeps all.</value>
    public int? Top { get; init; }

    /// <summary>Gets what <see cref="Top"/>, and the order of groups, goes by.</summary>
    public UsageMeasure TopBy { get; init; } = UsageMeasure.Cost;

    /// <summary>Gets the most records that <see cref="ITokenUsageStats.ReadAsync"/> returns.</summary>
    /// <value>From 1. The default, <see langword="null"/>, returns all.</value>
    public int? Limit { get; init; }

    /// <summary>Gets where <see cref="ITokenUsageStats.ReadAsync"/> goes on: what <see cref="UsageCursor.After"/> gave.</summary>
    public string? Cursor { get; init; }
}
