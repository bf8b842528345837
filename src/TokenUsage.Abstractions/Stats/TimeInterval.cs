namespace TokenUsage;

/// <summary>The width of a series' points.</summary>
/// <param name="Count">How many units, from 1.</param>
/// <param name="Unit">The unit.</param>
/// <remarks>
/// Minutes and hours are counted from local midnight, days from the local date 0001-01-01, weeks from Mondays and months
/// from January, so that the same interval always cuts at the same places. The first and last point are cut off by the range.
/// </remarks>
public readonly record struct TimeInterval(int Count, TimeUnit Unit)
{
    /// <summary>Gets an hour.</summary>
    public static TimeInterval Hour { get; } = new(1, TimeUnit.Hour);

    /// <summary>Gets a day.</summary>
    public static TimeInterval Day { get; } = new(1, TimeUnit.Day);

    /// <summary>Gets a week, from Monday.</summary>
    public static TimeInterval Week { get; } = new(1, TimeUnit.Week);

    /// <summary>Gets a calendar month.</summary>
    public static TimeInterval Month { get; } = new(1, TimeUnit.Month);
}
