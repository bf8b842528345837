namespace TokenUsage.Analysis;

/// <summary>The measure that all channels share: overshoot ÷ width of the range seen so far.</summary>
internal static class Novelty
{
    /// <summary>
    /// The most that one overshoot counts: ten widths. It keeps a range of width zero from dividing to infinity.
    /// </summary>
    public const double Most = 10;

    public static double Of(double overshoot, double width) =>
        overshoot >= Most * width ? Most : overshoot / width;
}
