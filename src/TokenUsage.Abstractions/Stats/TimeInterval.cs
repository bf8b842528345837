using System.Globalization;

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

    /// <summary>Reads an interval as people write it: <c>15m</c>, <c>1h</c>, <c>day</c>, <c>2w</c>, <c>1mo</c>.</summary>
    /// <param name="text">A count from 1, which may be left out, and a unit: <c>m</c>, <c>min</c>, <c>minute</c>, <c>h</c>,
    /// <c>hour</c>, <c>d</c>, <c>day</c>, <c>w</c>, <c>week</c>, <c>mo</c> or <c>month</c>, in any case.</param>
    /// <param name="interval">The interval; the default where the text is none.</param>
    /// <returns>Whether the text is an interval.</returns>
    public static bool TryParse(string? text, out TimeInterval interval)
    {
        interval = default;
        if (text is null) return false;

        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0 || UnitOf(text[digits..]) is not { } unit) return false;

        int count = 1;
        bool isCounted = digits == 0
            || int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out count);
        if (!isCounted || count < 1) return false;

        interval = new TimeInterval(count, unit);
        return true;
    }

    private static TimeUnit? UnitOf(string word) => word.ToLowerInvariant() switch
    {
        "m" or "min" or "minute" => TimeUnit.Minute,
        "h" or "hour" => TimeUnit.Hour,
        "d" or "day" => TimeUnit.Day,
        "w" or "week" => TimeUnit.Week,
        "mo" or "month" => TimeUnit.Month,
        _ => null,
    };
}
