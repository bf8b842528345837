using BenchmarkDotNet.Attributes;
using TokenUsage.Analysis;

namespace TokenUsage.Benchmarks;

/// <summary>One point through the detector: at most 1 µs and 0 bytes. A new series: at most 10 KB.</summary>
[MemoryDiagnoser]
public class AnalysisDetectorBenchmarks
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly NoveltySettings _settings = NoveltySettings.Default;
    private readonly NoveltyDetector _detector = new(NoveltySettings.Default);
    private readonly double[] _points = AnalysisSeries.Hourly(1024);
    private int _hour;

    [Benchmark]
    public double Point()
    {
        _hour++;
        return _detector.Observe(Start.AddHours(_hour), _points[_hour & 1023]).Score;
    }

    [Benchmark]
    public object NewSeries() => new NoveltyDetector(_settings);
}
