namespace TokenUsage.Analysis;

/// <summary>
/// What a series leads one to expect: level + time of day + hour of week, each learned by exponential smoothing.
/// </summary>
/// <remarks>
/// The weekly part counts only while it makes the mean residual at least 5 % smaller, so that a series without a week
/// is not made noisier.
/// </remarks>
internal sealed class SeasonalBaseline(NoveltySettings settings)
{
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;
    private const double WeeklyGain = 0.95;
    private const double ErrorRate = 0.001;

    private readonly double[] _hourOfDay = new double[HoursOfDay];
    private readonly double[] _hourOfWeek = new double[HoursOfWeek];
    private readonly byte[] _seenOfDay = new byte[HoursOfDay];
    private readonly byte[] _seenOfWeek = new byte[HoursOfWeek];
    private double _level;
    private bool _hasStarted;
    private double _dailyError;
    private double _weeklyError;

    /// <summary>Gets what was expected of the last point.</summary>
    public double Expected { get; private set; }

    /// <summary>Takes a point in and gives its distance from what was expected.</summary>
    public double Observe(long hour, TimeSpan history, double value)
    {
        if (!_hasStarted) _level = value;
        _hasStarted = true;

        int day = (int)(hour % HoursOfDay);
        int week = (int)(hour % HoursOfWeek);
        double daily = value - _level - _hourOfDay[day];
        double weekly = daily - _hourOfWeek[week];
        double residual = IsWeekly(history) ? weekly : daily;

        _dailyError += ErrorRate * (Math.Abs(daily) - _dailyError);
        _weeklyError += ErrorRate * (Math.Abs(weekly) - _weeklyError);
        _level += settings.LevelRate * daily;
        Learn(ref _hourOfDay[day], ref _seenOfDay[day], settings.TimeOfDayRate, value - _level);
        Learn(ref _hourOfWeek[week], ref _seenOfWeek[week], settings.HourOfWeekRate, value - _level - _hourOfDay[day]);

        Expected = value - residual;
        return residual;
    }

    public void Write(StateWriter writer)
    {
        writer.Write(_level);
        writer.Write(_hasStarted ? 1 : 0);
        writer.Write(_dailyError);
        writer.Write(_weeklyError);
        writer.Write(_hourOfDay);
        writer.Write(_hourOfWeek);
        writer.Write(_seenOfDay);
        writer.Write(_seenOfWeek);
    }

    public void Read(ref StateReader reader)
    {
        _level = reader.ReadDouble();
        _hasStarted = reader.ReadInt32(2) == 1;
        _dailyError = reader.ReadDouble();
        _weeklyError = reader.ReadDouble();
        reader.Read(_hourOfDay);
        reader.Read(_hourOfWeek);
        reader.Read(_seenOfDay);
        reader.Read(_seenOfWeek);
    }

    private bool IsWeekly(TimeSpan history) =>
        history >= settings.WeeklyAfter && _weeklyError < WeeklyGain * _dailyError;

    // The first points of an hour are averaged; a fixed rate would take weeks to leave the start at zero.
    private static void Learn(ref double part, ref byte seen, double rate, double target)
    {
        if (seen < byte.MaxValue) seen++;
        part += Math.Max(rate, 1.0 / (seen + 1)) * (target - part);
    }
}
