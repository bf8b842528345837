namespace TokenUsage;

/// <summary>The time over which a quota's limit holds.</summary>
/// <remarks>
/// Calendar windows follow the local clock of <see cref="TimeZone"/>. A boundary that a clock change skips is the first
/// instant after it; one that occurs twice is the first of the two. Nothing resets a counter: the next window is
/// another one.
/// </remarks>
public sealed record QuotaWindow
{
    /// <summary>Gets a window without end.</summary>
    public static QuotaWindow Lifetime { get; } = new() { Kind = QuotaWindowKind.Lifetime };

    /// <summary>Gets the kind of window.</summary>
    /// <value>The default is <see cref="QuotaWindowKind.Day"/>.</value>
    public QuotaWindowKind Kind { get; init; } = QuotaWindowKind.Day;

    /// <summary>Gets the IANA name of the time zone whose calendar counts.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Gets the day on which a week begins.</summary>
    /// <value>The default is Monday.</value>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>Gets the day on which a month or year begins; in a shorter month, its last day.</summary>
    /// <value>From 1 to 31. The default is 1.</value>
    public int AnchorDay { get; init; } = 1;

    /// <summary>Gets the month in which a year begins.</summary>
    /// <value>From 1 to 12. The default is 1.</value>
    public int AnchorMonth { get; init; } = 1;

    /// <summary>Gets the length of a sliding window, or the time in which an empty bucket fills.</summary>
    /// <value>From one second to 400 days, for those two kinds only. The default is one minute.</value>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets into how many parts a sliding window is cut; it is too strict by at most one part's share.
    /// </summary>
    /// <value>From 1 to 1,000. The default is 60.</value>
    public int Parts { get; init; } = 60;
}
