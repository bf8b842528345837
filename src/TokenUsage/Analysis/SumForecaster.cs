using System.Buffers;

namespace TokenUsage.Analysis;

/// <summary>Forecasts the sum of the points to come, from simulated paths.</summary>
/// <remarks>
/// Errors of neighbouring points are alike, so intervals of points cannot be added up. Each path repeats surprises of the past in random
/// order; their scale is set so that paths one long season long spread as the forecaster's own errors over such a span did.
/// </remarks>
internal sealed class SumForecaster(SeasonLags lags)
{
    private const int Paths = 200;
    private const double LeastScale = 1;
    private const double MostScale = 4;
    private const int Seed = 20260101;

    private readonly ForecastLadder _ladder = new(lags);

    /// <summary>Forecasts the sum of the next points, and when it reaches a limit.</summary>
    /// <param name="history">The points, oldest first. What is not finite is missing.</param>
    /// <param name="horizon">How many points the sum has.</param>
    /// <param name="limit">The sum whose crossing is asked for; infinite for none.</param>
    public SumForecast Forecast(ReadOnlySpan<double> history, int horizon, double limit = double.PositiveInfinity)
    {
        double[] points = _ladder.Prepare(history);
        ForecastMethod method = _ladder.MethodFor(points.Length);
        IPathForecaster forecaster = _ladder.Create(method);
        double error = SumError(forecaster, method, points);

        var random = new Random(Seed); // the same history gives the same answer
        var expected = new double[horizon];
        forecaster.Forecast(expected, default);
        double scale = Scale(forecaster, random, error);
        return Simulate(forecaster, method, expected, random, scale, limit);
    }

    /// <summary>Feeds a history to a forecaster, and gives the root mean square error of its sums over one long season; 0 when unknown.</summary>
    private double SumError(IPathForecaster forecaster, ForecastMethod method, double[] points)
    {
        int span = lags.LongSeason;
        int firstOrigin = _ladder.FirstOrigin(method, points.Length);
        double squares = 0;
        int count = 0;
        Span<double> path = new double[span];
        for (int i = 0; i < points.Length; i++)
        {
            forecaster.Observe(points[i]);
            int left = points.Length - 1 - i;
            if (left < span || i < firstOrigin || left % lags.Season != 0) continue;

            forecaster.Forecast(path, default);
            double error = Sum(path) - Sum(points.AsSpan(i + 1, span));
            squares += error * error;
            count++;
        }

        return count == 0 ? 0 : Math.Sqrt(squares / count);
    }

    private double Scale(IPathForecaster forecaster, Random random, double error)
    {
        var sums = new double[Paths];
        var path = new double[lags.LongSeason];
        var ages = new int[path.Length];
        foreach (ref double sum in sums.AsSpan())
        {
            Draw(ages, random, forecaster.Surprises);
            forecaster.Forecast(path, new Shocks(ages, 1));
            sum = Sum(path);
        }

        double spread = SeriesStatistics.Deviation(sums);
        return spread > 0 ? Math.Clamp(error / spread, LeastScale, MostScale) : LeastScale;
    }

    private static SumForecast Simulate(
        IPathForecaster forecaster, ForecastMethod method, double[] expected, Random random, double scale, double limit)
    {
        var sums = new double[Paths];
        var crossings = new double[Paths];
        int horizon = expected.Length;
        double[] path = ArrayPool<double>.Shared.Rent(horizon);
        var ages = new int[horizon];
        for (int i = 0; i < Paths; i++)
        {
            Draw(ages, random, forecaster.Surprises);
            forecaster.Forecast(path.AsSpan(0, horizon), new Shocks(ages, scale));
            (sums[i], crossings[i]) = Follow(path.AsSpan(0, horizon), limit);
        }

        ArrayPool<double>.Shared.Return(path);
        Array.Sort(sums);
        Array.Sort(crossings);
        return new SumForecast(
            method,
            Sum(expected),
            SeriesStatistics.Percentile(sums, 0.025),
            SeriesStatistics.Percentile(sums, 0.975),
            double.IsFinite(limit) ? Crossing(crossings) : null);
    }

    private static void Draw(int[] ages, Random random, int count)
    {
        for (int i = 0; i < ages.Length; i++) ages[i] = count == 0 ? 0 : random.Next(count);
    }

    private static (double Sum, double Crossing) Follow(ReadOnlySpan<double> path, double limit)
    {
        double sum = 0;
        double crossing = double.PositiveInfinity;
        for (int step = 0; step < path.Length; step++)
        {
            sum += path[step];
            if (sum >= limit && double.IsInfinity(crossing)) crossing = step + 1;
        }

        return (sum, crossing);
    }

    private static LimitCrossing Crossing(double[] sorted)
    {
        int reached = sorted.Count(double.IsFinite);
        return new LimitCrossing(
            At(sorted, 0.025), At(sorted, 0.5), At(sorted, 0.975), (double)reached / sorted.Length);
    }

    // Nearest rank: between a step and infinity there is nothing to interpolate.
    private static int? At(double[] sorted, double share)
    {
        double step = sorted[Math.Min((int)(share * sorted.Length), sorted.Length - 1)];
        return double.IsFinite(step) ? (int)step : null;
    }

    private static double Sum(ReadOnlySpan<double> points)
    {
        double sum = 0;
        foreach (double point in points) sum += point;
        return sum;
    }
}
