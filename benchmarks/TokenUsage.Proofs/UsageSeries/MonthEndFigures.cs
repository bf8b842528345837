using TokenUsage.Analysis;
using TokenUsage.Testing.Generation;

namespace TokenUsage.Proofs.UsageSeries;

/// <summary>
/// Stands in the middle of a month with the hours before it, and forecasts what is left of the month.
/// </summary>
internal sealed class MonthEndFigures
{
    private const int KnownHours = 7 * 168;
    private const int LeftHours = 2 * 168;

    private readonly List<double> _errors = [];
    private readonly SumForecaster _forecaster = new(SeasonLags.Hourly);
    private int _covered;
    private double _width;

    public double MedianError => Percentile(_errors.Select(Math.Abs), 0.5);

    public double Bias => _errors.Average();

    public double Coverage => (double)_covered / _errors.Count;

    public double MeanWidth => _width / _errors.Count;

    public void Add(SyntheticSeries series)
    {
        double actual = series.Tokens.Skip(KnownHours).Take(LeftHours).Sum();
        SumForecast forecast = _forecaster.Forecast([.. series.Tokens.Take(KnownHours)], LeftHours);
        _errors.Add((forecast.Expected - actual) / actual);
        _width += (forecast.Upper - forecast.Lower) / actual;
        if (actual >= forecast.Lower && actual <= forecast.Upper) _covered++;
    }

    private static double Percentile(IEnumerable<double> values, double share) =>
        SeriesStatistics.Of(values.ToArray()).Percentile(share);
}
