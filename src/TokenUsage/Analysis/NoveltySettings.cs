namespace TokenUsage.Analysis;

/// <summary>How the detector learns, weighs and reports.</summary>
/// <remarks>
/// The defaults lie on a plateau: docs/decisions/0005-detector-and-forecaster.md has the scores of their neighbours.
/// </remarks>
internal sealed record NoveltySettings
{
    public static NoveltySettings Default { get; } = new();

    /// <summary>Gets the score from which a point is an anomaly.</summary>
    /// <value>0…1. The default is 0.15, about 5 % beyond the range; 0.3 suits loads that come in bursts.</value>
    public double Threshold { get; init; } = 0.15;

    /// <summary>Gets the novelty at which the score reaches 1 − 1/e.</summary>
    public double ScoreScale { get; init; } = 0.3;

    /// <summary>Gets the history that must lie behind a point before it may be an anomaly.</summary>
    /// <value>The default is 7 days: every hour of the week was seen once.</value>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Gets the length of one block of the ranges.</summary>
    public TimeSpan BlockLength { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets the number of blocks after which a range has forgotten a value.</summary>
    public int Blocks { get; init; } = 28;

    /// <summary>Gets the smoothing of the smoothed channels, per point.</summary>
    public double SmoothingRate { get; init; } = 0.1;

    /// <summary>Gets the learning rate of the level, per point.</summary>
    public double LevelRate { get; init; } = 0.01;

    /// <summary>Gets the learning rate of the 24 hours of the day, per point of that hour.</summary>
    public double TimeOfDayRate { get; init; } = 0.05;

    /// <summary>Gets the learning rate of the 168 hours of the week, per point of that hour.</summary>
    public double HourOfWeekRate { get; init; } = 0.1;

    /// <summary>Gets the history after which the weekly part of the season may be used.</summary>
    public TimeSpan WeeklyAfter { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Gets the history before which residuals are too raw to enter their ranges.</summary>
    public TimeSpan ResidualsAfter { get; init; } = TimeSpan.FromHours(18);

    /// <summary>Gets the history after which the time of day has a range of its own.</summary>
    public TimeSpan TimeOfDayAfter { get; init; } = TimeSpan.FromDays(4);

    /// <summary>Gets the smoothing of the surprise at the order of values, per point.</summary>
    public double PatternRate { get; init; } = 0.03;

    /// <summary>Gets the levels that the order of values is judged in.</summary>
    public int PatternLevels { get; init; } = 6;

    /// <summary>Gets the weight of a new value.</summary>
    public double ValueWeight { get; init; } = 0.7;

    /// <summary>Gets the weight of a new smoothed value.</summary>
    public double SmoothedWeight { get; init; } = 0.7;

    /// <summary>Gets the weight of a new distance from the season.</summary>
    public double ResidualWeight { get; init; } = 0.7;

    /// <summary>Gets the weight of a new smoothed distance from the season.</summary>
    public double SmoothedResidualWeight { get; init; } = 1;

    /// <summary>Gets the weight of a new pattern.</summary>
    public double PatternWeight { get; init; } = 0.5;

    /// <summary>
    /// Gets the weight of a value that is new for its time of day; it adds to the greatest of the others.
    /// </summary>
    public double TimeOfDayWeight { get; init; } = 0.75;

    /// <summary>Gets the points within which an anomaly is not repeated.</summary>
    public int RepeatPoints { get; init; } = 24;

    /// <summary>Gets the multiple of the last anomaly's score that breaks through <see cref="RepeatPoints"/>.</summary>
    public double RepeatFactor { get; init; } = 2;

    /// <summary>Gets the standard deviations from the recent mean above which a point is a notice.</summary>
    public double NoticeDeviations { get; init; } = 4;

    /// <summary>Gets the points in the exponential window of the notice tier.</summary>
    public int NoticeWindow { get; init; } = 200;

    /// <summary>
    /// Gets a number that tells whether a stored state was learned with these settings; the same in every process.
    /// </summary>
    public long Fingerprint
    {
        get
        {
            // The settings that shape what is learned; those that only judge it may change between runs.
            ReadOnlySpan<double> shape =
            [
                Blocks, BlockLength.Ticks, PatternLevels, SmoothingRate, LevelRate, TimeOfDayRate, HourOfWeekRate,
                WeeklyAfter.Ticks, ResidualsAfter.Ticks, PatternRate, NoticeWindow,
            ];
            ulong hash = 14695981039346656037; // FNV-1a: HashCode differs from process to process
            foreach (double part in shape) hash = (hash ^ BitConverter.DoubleToUInt64Bits(part)) * 1099511628211;
            return (long)hash;
        }
    }
}
