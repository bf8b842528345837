namespace TokenUsage.Reporting.Analytics;

/// <summary>Takes a measure out of totals.</summary>
internal static class SeriesMeasure
{
    /// <summary>Gets whether points add up to the whole, as rates and times do not.</summary>
    public static bool IsSum(this AnalyticsMeasure measure) =>
        measure is AnalyticsMeasure.Cost or AnalyticsMeasure.Tokens or AnalyticsMeasure.Calls;

    public static double ValueOf(this AnalyticsMeasure measure, UsageTotals totals) => measure switch
    {
        AnalyticsMeasure.Cost => (double)(totals.PricedUsd ?? 0),
        AnalyticsMeasure.Tokens => totals.Tokens.Total ?? 0,
        AnalyticsMeasure.Calls => totals.Attempts,
        AnalyticsMeasure.ErrorRate => totals.Attempts == 0 ? double.NaN : (double)totals.Failed / totals.Attempts,
        _ => totals.Latency?.P95.TotalSeconds ?? double.NaN,
    };

    /// <summary>Gets the value of a point in which nothing happened.</summary>
    public static double Nothing(this AnalyticsMeasure measure) => measure.IsSum() ? 0 : double.NaN;

    /// <summary>Writes an amount as people read it.</summary>
    public static string Format(this AnalyticsMeasure measure, double value) => measure switch
    {
        AnalyticsMeasure.Cost => FormattableString.Invariant($"${value:#,0.00##}"),
        AnalyticsMeasure.Tokens => FormattableString.Invariant($"{value:#,0} tokens"),
        AnalyticsMeasure.Calls => FormattableString.Invariant($"{value:#,0} calls"),
        AnalyticsMeasure.ErrorRate => FormattableString.Invariant($"{value * 100:0.#} % errors"),
        _ => FormattableString.Invariant($"{value:0.###} s"),
    };
}
