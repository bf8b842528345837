namespace TokenUsage.Analysis;

/// <summary>Which forecaster a history of so many points can feed.</summary>
internal sealed class ForecastLadder(SeasonLags lags)
{
    // Older points are forgotten by then (0.998⁴³⁶⁸ = 0.02 %) and would only cost time.
    private const int MostLongSeasons = 26;

    public SeasonLags Lags => lags;

    public ForecastMethod MethodFor(int points) => points switch
    {
        0 => ForecastMethod.None,
        _ when points < lags.Season => ForecastMethod.Mean,
        _ when points < lags.LeastForRegression => ForecastMethod.SeasonalNaive,
        _ when points < lags.LeastForRegressionAlone => ForecastMethod.Blend,
        _ => ForecastMethod.Regression,
    };

    public IPathForecaster Create(ForecastMethod method) => method switch
    {
        ForecastMethod.Regression => Regression(),
        ForecastMethod.Blend => new AverageForecaster(Regression(), Naive()),
        _ => Naive(),
    };

    /// <summary>
    /// Makes a forecaster whose sums are unbiased: on the raw scale only, since logarithms lean to the median, and
    /// unclipped.
    /// </summary>
    public IPathForecaster CreateForSums(ForecastMethod method) => method switch
    {
        ForecastMethod.Regression => Unclipped(),
        ForecastMethod.Blend => new AverageForecaster(Unclipped(), Naive()),
        _ => Naive(),
    };

    /// <summary>The number of points before which a method's own forecasts say nothing about its later ones.</summary>
    public int FirstOrigin(ForecastMethod method, int points) => method switch
    {
        ForecastMethod.Regression or ForecastMethod.Blend =>
            Math.Clamp(points - (3 * lags.Season), lags.Reach + 1, lags.LeastForRegression + (2 * lags.Season)),
        _ => 1,
    };

    /// <summary>
    /// The recent part of a history, its gaps filled with what stood there a long season before, or a season.
    /// </summary>
    public double[] Prepare(ReadOnlySpan<double> history)
    {
        int most = MostLongSeasons * lags.LongSeason;
        double[] points = (history.Length > most ? history[^most..] : history).ToArray();
        for (int i = 0; i < points.Length; i++)
        {
            if (double.IsFinite(points[i])) continue;

            points[i] = i >= lags.LongSeason ? points[i - lags.LongSeason]
                : i >= lags.Season ? points[i - lags.Season]
                : i > 0 ? points[i - 1]
                : 0;
        }

        return points;
    }

    private SeasonalNaive Naive() => new(lags.Season);

    private LagRegression Unclipped() => new(lags, isLogarithmic: false, double.PositiveInfinity);

    private AverageForecaster Regression() =>
        new(new LagRegression(lags, isLogarithmic: false), new LagRegression(lags, isLogarithmic: true));
}
