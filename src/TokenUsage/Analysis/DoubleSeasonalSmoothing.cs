namespace TokenUsage.Analysis;

/// <summary>Level, short season and long season, each smoothed exponentially, with the last error carried on.</summary>
/// <remarks>
/// Taylor, "Short-term electricity demand forecasting using double seasonal exponential smoothing", 2003, in its additive form without trend.
/// It needs less history than the regression: the rates are fixed instead of fitted.
/// </remarks>
internal sealed class DoubleSeasonalSmoothing(SeasonLags lags) : IPathForecaster
{
    private const double LevelRate = 0.02;
    private const double ShortRate = 0.2;
    private const double LongRate = 0.2;
    private const double Carry = 0.7;

    private readonly double[] _short = new double[lags.Season];
    private readonly double[] _long = new double[lags.LongSeason];
    private readonly SurpriseRing _surprises = new(lags.LongSeason);
    private double _level;
    private double _error;
    private long _count;

    public int Surprises => _surprises.Count;

    public void Observe(double value)
    {
        if (_count < lags.Season)
        {
            Begin(value);
            return;
        }

        ref double day = ref _short[(int)(_count % lags.Season)];
        ref double week = ref _long[(int)(_count % lags.LongSeason)];
        double error = value - _level - day - week;
        _surprises.Add(error - (Carry * _error));
        _level += LevelRate * error;
        day += ShortRate * error;
        week += LongRate * error;
        _error = error;
        _count++;
    }

    public void Forecast(Span<double> path, Shocks shocks)
    {
        double error = _error;
        for (int step = 0; step < path.Length; step++)
        {
            error = (error * Carry) + shocks.At(step, _surprises);
            double season =
                _short[(int)((_count + step) % lags.Season)] + _long[(int)((_count + step) % lags.LongSeason)];
            path[step] = Math.Max(0, _level + season + error);
        }
    }

    // The first season is the short season, around its own mean.
    private void Begin(double value)
    {
        _short[(int)_count] = value;
        _count++;
        if (_count < lags.Season) return;

        _level = Mean();
        for (int i = 0; i < _short.Length; i++) _short[i] -= _level;
    }

    private double Mean()
    {
        double mean = 0;
        for (int i = 0; i < _short.Length; i++) mean += (_short[i] - mean) / (i + 1);
        return mean;
    }
}
