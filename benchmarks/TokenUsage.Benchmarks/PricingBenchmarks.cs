using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage.Benchmarks;

/// <summary>To reach: 100 ns and 0 bytes for a call whose name is known, 300 ms for the LiteLLM file.</summary>
[MemoryDiagnoser]
public class PricingBenchmarks
{
    private readonly CallPricer _pricer = new(
        PriceShelf.OfBuiltIn(), TenantPricing.None, new UnpricedLedger(NullLogger<UnpricedLedger>.Instance));

    private PricedUsage _plain;
    private PricedUsage _cached;
    private PricedUsage _flex;
    private byte[] _liteLlm = [];

    [GlobalSetup]
    public void Setup()
    {
        // New strings, as they come from an answer: a literal would be compared by reference.
        string provider = new("openai".AsSpan());
        string model = new("gpt-4o-mini-2024-07-18".AsSpan());
        _plain = new PricedUsage
        {
            Provider = provider,
            Model = model,
            RequestedModel = model,
            At = new DateTimeOffset(2026, 9, 23, 12, 0, 0, TimeSpan.Zero),
            Tokens = new TokenCounts { Input = 4_274, Output = 1_610 },
        };
        _cached = _plain with
        {
            Provider = new string("anthropic".AsSpan()),
            Model = new string("claude-sonnet-4-5-20250929".AsSpan()),
            RequestedModel = new string("claude-sonnet-4-5".AsSpan()),
            Tokens = new TokenCounts { Input = 30_486, CachedInput = 1_627, CacheWrite = 17_315, Output = 1_897 },
        };
        _flex = _plain with { Model = new string("gpt-5-mini".AsSpan()), RequestedModel = null, ServiceTier = "flex" };
        string? data = Environment.GetEnvironmentVariable("TOKENUSAGE_DATA");
        if (data is not null) _liteLlm = File.ReadAllBytes(Path.Combine(data, "prices", "litellm.json"));
    }

    [Benchmark]
    public decimal? PlainCall() => _pricer.Price(_plain).Usd;

    [Benchmark]
    public decimal? CachedCallWithTiers() => _pricer.Price(_cached).Usd;

    [Benchmark]
    public decimal? FlexCall() => _pricer.Price(_flex).Usd;

    [Benchmark]
    public int ImportLiteLlm() => _liteLlm.Length == 0 ? 0 : PriceFile.Read(_liteLlm, "litellm").Report.Models;
}
