using TokenUsage.Analysis;

namespace TokenUsage.Proofs.Nab;

/// <summary>The settings that the proof may run under.</summary>
internal static class NabPresets
{
    /// <summary>
    /// Gets the settings for this corpus, most of it points of five minutes: the season weighs more, a repetition
    /// comes sooner.
    /// </summary>
    public static NoveltySettings Tuned { get; } = NoveltySettings.Default with
    {
        ValueWeight = 0.5,
        ResidualWeight = 1,
        RepeatPoints = 18,
        Threshold = 0.18,
    };

    /// <summary>Gets the family that cross-validation chooses from; the shipped settings are one of it.</summary>
    public static IEnumerable<NoveltySettings> Family() =>
        from days in (int[])[1, 2]
        from level in (double[])[0.005, 0.01]
        from residual in (double[])[0.5, 0.7, 1]
        from daily in (double[])[0.5, 0.75, 1]
        from repeat in (int[])[12, 18, 24]
        from factor in (double[])[1.5, 2]
        select NoveltySettings.Default with
        {
            BlockLength = TimeSpan.FromDays(days),
            LevelRate = level,
            ResidualWeight = residual,
            TimeOfDayWeight = daily,
            RepeatPoints = repeat,
            RepeatFactor = factor,
        };
}
