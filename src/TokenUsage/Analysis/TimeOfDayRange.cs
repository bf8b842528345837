namespace TokenUsage.Analysis;

/// <summary>The range of values that each part of the day has shown, with its neighbours, over four weeks.</summary>
/// <remarks>
/// Weekly blocks: daily ones would cost seven times the memory and changed no figure by more than a half point.
/// </remarks>
internal sealed class TimeOfDayRange
{
    private const int Parts = 12;
    private const int Weeks = 4;
    private const int HoursPerPart = 2;

    private readonly BlockRange[] _parts = new BlockRange[Parts];

    public TimeOfDayRange()
    {
        for (int i = 0; i < Parts; i++) _parts[i] = new BlockRange(Weeks);
    }

    /// <summary>Gets the most that the time of day of the last point had shown before it.</summary>
    public double High { get; private set; }

    /// <summary>Gets the least that the time of day of the last point had shown before it.</summary>
    public double Low { get; private set; }

    /// <summary>Takes in a value, and gives how far it lies outside what its time of day has shown.</summary>
    public double Observe(long hour, double value)
    {
        int part = (int)(hour % 24 / HoursPerPart);
        long week = hour / 168;
        High = double.NegativeInfinity;
        Low = double.PositiveInfinity;
        Look(part, week);
        Look((part + 1) % Parts, week);
        Look((part + Parts - 1) % Parts, week);
        _parts[part].Include(value);

        return Low > High ? 0 : Math.Max(0, Math.Max(value - High, Low - value));
    }

    public void Write(StateWriter writer)
    {
        foreach (BlockRange part in _parts) part.Write(writer);
    }

    public void Read(ref StateReader reader)
    {
        foreach (BlockRange part in _parts) part.Read(ref reader);
    }

    private void Look(int part, long week)
    {
        _parts[part].Advance(week);
        High = Math.Max(High, _parts[part].High);
        Low = Math.Min(Low, _parts[part].Low);
    }
}
