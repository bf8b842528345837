namespace TokenUsage.Benchmarks;

/// <summary>The series that the analysis benchmarks run over: a day, a weekend, noise.</summary>
internal static class AnalysisSeries
{
    public static double[] Hourly(int hours)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(0, hours).Select(hour => Shape(hour) * (0.9 + (0.2 * random.NextDouble()))),
        ];
    }

    private static double Shape(int hour) =>
        (1.5 + Math.Sin(2 * Math.PI * hour / 24)) * (hour / 24 % 7 >= 5 ? 600 : 1000);
}
