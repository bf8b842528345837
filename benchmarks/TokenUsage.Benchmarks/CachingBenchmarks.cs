using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Caching.Memory;
using TokenUsage.Caching;

namespace TokenUsage.Benchmarks;

/// <summary>To reach: a hit in at most 1.5 times that of <c>MemoryCache</c>, which keeps no order, and 0 bytes.</summary>
/// <remarks>The keys come round in turn: each hit moves another entry to the front, the dearest case of the order.</remarks>
[MemoryDiagnoser]
public class CachingBenchmarks
{
    private const int Keys = 1_000;

    private readonly string[] _keys =
        [.. Enumerable.Range(0, Keys).Select(i => $"query|{i}|2026-09-23|user|model|cost")];
    private readonly MemoryCache _framework = new(new MemoryCacheOptions());
    private readonly TokenUsageCache _cache = new(new CacheOptions { TimeToLive = TimeSpan.FromDays(1) });

    [GlobalSetup]
    public void Setup()
    {
        foreach (string key in _keys)
        {
            _framework.Set(key, (object)key, TimeSpan.FromDays(1));
            _cache.Set(key, key);
        }
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _framework.Dispose();
        _cache.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public int MemoryCacheHit()
    {
        int found = 0;
        foreach (string key in _keys)
        {
            if (_framework.TryGetValue(key, out _)) found++;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int TokenUsageCacheHit()
    {
        int found = 0;
        foreach (string key in _keys)
        {
            if (_cache.TryGet<string>(key, out _)) found++;
        }

        return found;
    }
}
