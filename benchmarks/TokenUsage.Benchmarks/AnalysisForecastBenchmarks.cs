using BenchmarkDotNet.Attributes;
using TokenUsage.Analysis;

namespace TokenUsage.Benchmarks;

/// <summary>
/// The month that follows: at most 50 µs once a model is fitted; what fitting nine weeks of hours costs besides.
/// </summary>
[MemoryDiagnoser]
public class AnalysisForecastBenchmarks
{
    private const int Month = 744;

    private readonly double[] _history = AnalysisSeries.Hourly(9 * 168);
    private readonly double[] _path = new double[Month];
    private readonly IPathForecaster _fitted;
    private int _hour;

    public AnalysisForecastBenchmarks()
    {
        _fitted = new ForecastLadder(SeasonLags.Hourly).Create(ForecastMethod.Regression);
        foreach (double point in _history) _fitted.Observe(point);
    }

    [Benchmark]
    public void Path() => _fitted.Forecast(_path, default);

    [Benchmark]
    public void Point() => _fitted.Observe(_history[_hour++ % _history.Length]);

    [Benchmark]
    public object NineWeeksWithIntervals() => new SeriesForecaster(SeasonLags.Hourly).Forecast(_history, Month);

    [Benchmark]
    public object MonthEndSum() => new SumForecaster(SeasonLags.Hourly).Forecast(_history, Month, limit: 1e9);
}
