using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TokenUsage.Providers;
using TokenUsage.Providers.Readers;

namespace TokenUsage.Benchmarks;

/// <summary>Reading the usage out of a whole body, against merely parsing it.</summary>
[MemoryDiagnoser]
public class ScanningBodyBenchmarks
{
    private readonly ResponseScan _scan = new();
    private readonly OpenAIChatReader _reader = new(isLegacy: false);
    private byte[] _body = [];

    [ParamsSource(nameof(Bodies))]
    public string Body { get; set; } = "";

    public static IEnumerable<string> Bodies => ScanningBodies.All.Keys;

    [GlobalSetup]
    public void SetUp() => _body = ScanningBodies.All[Body];

    [Benchmark(Baseline = true)]
    public void Parse()
    {
        using var document = JsonDocument.Parse(_body, new JsonDocumentOptions { MaxDepth = int.MaxValue });
    }

    [Benchmark]
    public long? Scan()
    {
        _scan.Begin(_reader, new WireResponse(200, "application/json", null));
        _scan.Append(_body);
        _scan.End();
        return _scan.Reading.Tokens.Input;
    }
}
