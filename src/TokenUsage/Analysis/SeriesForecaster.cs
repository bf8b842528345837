using System.Buffers;

namespace TokenUsage.Analysis;

/// <summary>
/// Continues a series: chooses the method by the length of the history, and measures the method's errors on it.
/// </summary>
/// <remarks>
/// The interval is ± 1.96 times the root mean square of the errors that the same method, run over the same history,
/// made at the same
/// distance; nothing is assumed of how errors grow with the distance.
/// </remarks>
internal sealed class SeriesForecaster(SeasonLags lags)
{
    private const double Normal95 = 1.96;

    private readonly ForecastLadder _ladder = new(lags);

    /// <summary>Forecasts the points that follow a history of points one step apart.</summary>
    /// <param name="history">The points, oldest first. What is not finite is missing.</param>
    /// <param name="horizon">How many points to forecast.</param>
    public SeriesForecast Forecast(ReadOnlySpan<double> history, int horizon)
    {
        double[] points = _ladder.Prepare(history);
        ForecastMethod method = _ladder.MethodFor(points.Length);
        IPathForecaster forecaster = _ladder.Create(method);
        double[] errors = Backtest(forecaster, _ladder.FirstOrigin(method, points.Length), points, horizon);

        var expected = new double[horizon];
        var lower = new double[horizon];
        var upper = new double[horizon];
        forecaster.Forecast(expected, default);
        for (int step = 0; step < horizon; step++)
        {
            lower[step] = Math.Max(0, expected[step] - (Normal95 * errors[step]));
            upper[step] = expected[step] + (Normal95 * errors[step]);
        }

        return new SeriesForecast(method, expected, lower, upper);
    }

    /// <summary>
    /// Feeds a history to a forecaster, which forecasts on the way: once a season, at the time of the season at which
    /// it ends.
    /// </summary>
    private double[] Backtest(IPathForecaster forecaster, int firstOrigin, double[] points, int horizon)
    {
        var errors = new HorizonErrors(horizon);
        double[] path = ArrayPool<double>.Shared.Rent(horizon);
        for (int i = 0; i < points.Length; i++)
        {
            forecaster.Observe(points[i]);
            int left = points.Length - 1 - i;
            if (left == 0 || i < firstOrigin || left % lags.Season != 0) continue;

            Span<double> ahead = path.AsSpan(0, Math.Min(horizon, left));
            forecaster.Forecast(ahead, default);
            errors.Add(ahead, points.AsSpan(i + 1, ahead.Length));
        }

        ArrayPool<double>.Shared.Return(path);
        return errors.RootMeanSquares(SeriesStatistics.Deviation(points));
    }
}
