using TokenUsage.Testing.Generation;

namespace TokenUsage.Proofs.UsageSeries;

/// <summary>A change planted in a series, and the hours within which it must be noticed.</summary>
/// <param name="Name">What it is called in the figures.</param>
/// <param name="Start">The first hour that is changed.</param>
/// <param name="Hours">How many hours are changed.</param>
/// <param name="Within">How many hours after the start an alert counts as having found it.</param>
/// <param name="Change">The tokens of an hour after the change, from the hour and the tokens before.</param>
internal sealed record PlantedEvent(string Name, int Start, int Hours, int Within, Func<int, double, double> Change)
{
    public double[] Apply(IReadOnlyList<double> tokens)
    {
        double[] changed = [.. tokens];
        int end = Math.Min(tokens.Count, Start + Hours);
        for (int hour = Start; hour < end; hour++) changed[hour] = Math.Round(Change(hour, tokens[hour]));
        return changed;
    }

    /// <summary>
    /// The five events of the benchmark, on a day of the last three weeks: the first three in the busiest hours.
    /// </summary>
    public static IReadOnlyList<PlantedEvent> Plan(SyntheticSeries series, int seed)
    {
        var random = new Random(seed);
        int day = 24 * (42 + random.Next(20));
        int[] byUse = [.. Enumerable.Range(day, 22).OrderByDescending(h => series.Profile[h])];
        int busy = byUse[random.Next(6)];
        int quiet = byUse[^1];
        double peak = series.Profile.Skip(day - 168).Take(168).Max();
        return
        [
            new("x3 for 3 h", busy, 3, 3, (_, tokens) => 3 * tokens),
            new("x2 for 6 h", busy, 6, 6, (_, tokens) => 2 * tokens),
            new("outage of 6 h", busy, 6, 6, (_, _) => 0),
            new("level x1.6", day, series.Tokens.Count, 48, (_, tokens) => 1.6 * tokens),
            new("night peak", quiet, 3, 3, (hour, tokens) => 0.8 * tokens * peak / series.Profile[hour]),
        ];
    }
}
