namespace TokenUsage.Pricing.Schema;

/// <summary>Hours of certain days in one time zone.</summary>
/// <remarks>
/// <c>Start</c>: included.
/// <c>End</c>: excluded. Before <paramref name="Start"/>, the window runs over midnight.
/// <c>Days</c>: bit 0 is Sunday. The day of a window over midnight is the one it is asked on.
/// <c>Except</c>: days on which the window is closed; <see langword="null"/> when there are none.
/// </remarks>
internal sealed record TimeWindow(
    TimeOnly Start, TimeOnly End, byte Days, TimeZoneInfo Zone, PriceCalendar? Except = null)
{
    public const byte EveryDay = 0b111_1111;

    public bool Contains(DateTimeOffset instant)
    {
        DateTime local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime;
        if ((Days & (1 << (int)local.DayOfWeek)) == 0) return false;

        var time = TimeOnly.FromDateTime(local);
        bool inside = Start <= End ? time >= Start && time < End : time >= Start || time < End;
        return inside && Except?.Contains(DateOnly.FromDateTime(local)) != true;
    }
}
