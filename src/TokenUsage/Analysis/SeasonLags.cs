namespace TokenUsage.Analysis;

/// <summary>The seasons of a series, and the lags that its next point is regressed on.</summary>
internal sealed class SeasonLags
{
    private readonly int[] _lags;
    private readonly double[] _prior;

    private SeasonLags(int season, int longSeason, int[] lags, double[] prior)
    {
        Season = season;
        LongSeason = longSeason;
        _lags = lags;
        _prior = prior;
    }

    /// <summary>Gets the seasons of hourly points: the day and the week.</summary>
    public static SeasonLags Hourly { get; } =
        new(24, 168, [1, 2, 23, 24, 25, 167, 168, 169], [0, 0, 0, 0.4, 0, 0, 0.6, 0, 0]);

    /// <summary>Gets the season of daily points: the week, and the one before.</summary>
    public static SeasonLags Daily { get; } =
        new(7, 14, [1, 2, 6, 7, 8, 13, 14, 15], [0, 0, 0, 0.6, 0, 0, 0.4, 0, 0]);

    public int Season { get; }

    public int LongSeason { get; }

    public ReadOnlySpan<int> Lags => _lags;

    /// <summary>Gets the weights before anything is learned: one a lag, and the constant.</summary>
    public ReadOnlySpan<double> Prior => _prior;

    /// <summary>
    /// Gets the steps that a forecast can take at once: the nearest lag but 1 and 2, with which all lags begin.
    /// </summary>
    public int Block => _lags[2];

    /// <summary>Gets the furthest look back.</summary>
    public int Reach => _lags[^1];

    /// <summary>Gets the points from which the regression may speak.</summary>
    public int LeastForRegression => Reach + Season - 3;

    /// <summary>Gets the points from which the regression may speak alone.</summary>
    public int LeastForRegressionAlone => Reach + (3 * Season);
}
