using BenchmarkDotNet.Attributes;
using TokenUsage.Providers;
using TokenUsage.Providers.Readers;

namespace TokenUsage.Benchmarks;

/// <summary>What one chunk of a streamed answer costs.</summary>
[MemoryDiagnoser]
public class ScanningStreamBenchmarks
{
    private readonly ResponseScan _scan = new();

    [GlobalSetup]
    public void SetUp() =>
        _scan.Begin(new OpenAIChatReader(isLegacy: false), new WireResponse(200, "text/event-stream", null));

    [Benchmark]
    public void Chunk() => _scan.Append(ScanningBodies.Chunk);
}
