using BenchmarkDotNet.Attributes;
using TokenUsage.Collections;

namespace TokenUsage.Benchmarks;

/// <summary>The cost of a record's id.</summary>
[MemoryDiagnoser]
public class RecordingIdBenchmarks
{
    private readonly DateTimeOffset _instant = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Benchmark(Baseline = true)]
    public Guid OfTheFramework() => Guid.CreateVersion7(_instant);

    [Benchmark]
    public Guid OfTheSource() => GuidSource.Next(_instant);
}
