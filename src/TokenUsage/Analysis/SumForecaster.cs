namespace TokenUsage.Analysis;

/// <summary>Forecasts the sum of the points to come, from simulated paths.</summary>
/// <remarks>
/// Errors of neighbouring points are alike, so intervals of points cannot be added up. The paths repeat surprises of
/// the past in random
/// order, at a scale that makes paths of one long season spread as the forecaster's own errors over such a span did;
/// they are centred on
/// the forecast.
/// </remarks>
internal sealed class SumForecaster(SeasonLags lags)
{
    private const double LeastScale = 1;
    private const double MostScale = 4;

    private readonly ForecastLadder _ladder = new(lags);

    /// <summary>Forecasts the sum of the next points, and when it reaches a limit.</summary>
    /// <param name="history">The points, oldest first. What is not finite is missing.</param>
    /// <param name="horizon">How many points the sum has.</param>
    /// <param name="limit">The sum whose crossing is asked for; infinite for none.</param>
    public SumForecast Forecast(ReadOnlySpan<double> history, int horizon, double limit = double.PositiveInfinity)
    {
        double[] points = _ladder.Prepare(history);
        ForecastMethod method = _ladder.MethodFor(points.Length);
        IPathForecaster forecaster = _ladder.CreateForSums(method);
        double error = SumError(forecaster, method, points);

        var expected = new double[horizon];
        forecaster.Forecast(expected, default);
        var simulation = new PathSimulation(forecaster, Scale(forecaster, error));
        double[] sums = simulation.Sums(horizon);
        double sum = Sum(expected);
        double centre = SeriesStatistics.MeanOf(sums) is > 0 and var mean ? sum / mean : 1;
        Array.Sort(sums);
        return new SumForecast(
            method,
            sum,
            centre * SeriesStatistics.Percentile(sums, 0.025),
            centre * SeriesStatistics.Percentile(sums, 0.975),
            double.IsFinite(limit) ? simulation.Crossing(horizon, limit / centre) : null);
    }

    /// <summary>
    /// Feeds a history to a forecaster, and gives the root mean square error of its sums over one long season; 0 when
    /// unknown.
    /// </summary>
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

    private double Scale(IPathForecaster forecaster, double error)
    {
        double spread = SeriesStatistics.Deviation(new PathSimulation(forecaster, 1).Sums(lags.LongSeason));
        return spread > 0 && error > 0 ? Math.Clamp(error / spread, LeastScale, MostScale) : 1;
    }

    private static double Sum(ReadOnlySpan<double> points)
    {
        double sum = 0;
        foreach (double point in points) sum += point;
        return sum;
    }
}
