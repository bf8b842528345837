using System.Buffers;

namespace TokenUsage.Analysis;

/// <summary>Continues a series in many ways, each with surprises of its past in random order.</summary>
/// <remarks>Seeded: the same history gives the same answer, and asking twice draws the same paths.</remarks>
internal sealed class PathSimulation(IPathForecaster forecaster, double scale)
{
    private const int Paths = 200;
    private const int Seed = 20260101;

    /// <summary>The sum of each path.</summary>
    public double[] Sums(int horizon)
    {
        var sums = new double[Paths];
        int next = 0;
        Run(horizon, path =>
        {
            double sum = 0;
            foreach (double point in path) sum += point;
            sums[next++] = sum;
        });
        return sums;
    }

    /// <summary>When the running sums reach a limit.</summary>
    public LimitCrossing Crossing(int horizon, double limit)
    {
        var steps = new double[Paths];
        int next = 0;
        Run(horizon, path => steps[next++] = FirstStep(path, limit));
        Array.Sort(steps);
        double reached = steps.Count(double.IsFinite);
        return new LimitCrossing(At(steps, 0.025), At(steps, 0.5), At(steps, 0.975), reached / Paths);
    }

    private void Run(int horizon, Action<ReadOnlySpan<double>> follow)
    {
        var random = new Random(Seed);
        var ages = new int[horizon];
        double[] rented = ArrayPool<double>.Shared.Rent(horizon);
        Span<double> path = rented.AsSpan(0, horizon);
        for (int i = 0; i < Paths; i++)
        {
            foreach (ref int age in ages.AsSpan()) age = random.Next(forecaster.Surprises);
            forecaster.Forecast(path, forecaster.Surprises == 0 ? default : new Shocks(ages, scale));
            follow(path);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    private static double FirstStep(ReadOnlySpan<double> path, double limit)
    {
        double sum = 0;
        for (int step = 0; step < path.Length; step++)
        {
            sum += path[step];
            if (sum >= limit) return step + 1;
        }

        return double.PositiveInfinity;
    }

    // Nearest rank: between a step and infinity there is nothing to interpolate.
    private static int? At(double[] sorted, double share)
    {
        double step = sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        return double.IsFinite(step) ? (int)step : null;
    }
}
