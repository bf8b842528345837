namespace TokenUsage.Tests.Analysis;

/// <summary>Series whose shape is known.</summary>
internal static class TestSeries
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Hourly points: a day, a quieter weekend, and noise of a few per cent.</summary>
    public static double[] Hourly(int hours, int seed = 1, double level = 1000)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, hours)
                .Select(hour => level * Shape(hour) * (0.975 + (0.05 * random.NextDouble()))),
        ];
    }

    public static double Shape(int hour) =>
        (1.5 + Math.Sin(2 * Math.PI * (hour % 24) / 24)) * (hour / 24 % 7 >= 5 ? 0.6 : 1);

    public static double[] Constant(int count, double value) => [.. Enumerable.Repeat(value, count)];
}
