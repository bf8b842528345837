using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage.Proofs;

/// <summary>Prices random usages of every built-in model: none may be negative, overflow or throw.</summary>
internal sealed class PricesProof : IProof
{
    private static readonly string[] Tiers = ["", "default", "batch", "flex", "priority", "unheard-of"];

    private static readonly string[] Meters =
    [
        UsageMeters.InputAudio, UsageMeters.InputAudioCached, UsageMeters.InputImage, UsageMeters.OutputAudio,
        UsageMeters.OutputImage, UsageMeters.WebSearch, UsageMeters.Pages, UsageMeters.AudioSeconds,
        UsageMeters.CitationTokens, UsageMeters.SearchUnits,
    ];

    public string Name => "prices";

    public string Usage => "prices random usages: --count 1000000 --seed 1";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int count = arguments.Number("count", 1_000_000);
        var random = new Random(arguments.Number("seed", 1));
        (string Provider, string Model)[] models = [.. PriceShelf.BuiltIn.Index.Catalog.Providers
            .SelectMany(provider => provider.Models.Select(model => (provider.Id, model.Id)))];
        var book = new PriceBook([PriceShelf.BuiltIn]);
        // PriceBy lets exceptions through, which Price would swallow.
        var pricer = new CallPricer(
            new PriceShelf(book), TenantPricing.None, new UnpricedLedger(NullLogger<UnpricedLedger>.Instance));
        var byStatus = new SortedDictionary<CostStatus, int>();
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            (string provider, string model) = models[random.Next(models.Length)];
            CallPrice price = pricer.PriceBy(book, Draw(random, provider, model));
            byStatus[price.Status] = byStatus.GetValueOrDefault(price.Status) + 1;
            if (price.Usd is not < 0 && price.InputUsd is not < 0 && price.OutputUsd is not < 0) continue;

            Console.WriteLine($"{provider}/{model}: {price.Usd} is negative");
            return Task.FromResult(1);
        }

        Console.WriteLine(
            $"{count:#,0} usages of {models.Length} models in {watch.Elapsed.TotalSeconds:0.0} s; "
            + "none negative, no exception");
        foreach ((CostStatus status, int calls) in byStatus) Console.WriteLine($"  {status,-18}{calls,10:#,0}");
        PrintSpeed(pricer);
        return Task.FromResult(0);
    }

    // A figure at a glance; the benchmarks measure the same with more care.
    private static void PrintSpeed(CallPricer pricer)
    {
        const int Rounds = 1_000;
        const int Trials = 5_000;
        var usage = new PricedUsage
        {
            Provider = "openai",
            Model = new string("gpt-4o-mini-2024-07-18".AsSpan()),
            At = DateTimeOffset.UnixEpoch.AddYears(56),
            Tokens = new TokenCounts { Input = 4_274, Output = 1_610 },
        };
        double best = double.MaxValue;
        long bytes = 0;
        var watch = new Stopwatch();
        for (int trial = 0; trial < Trials; trial++)
        {
            bytes = GC.GetAllocatedBytesForCurrentThread();
            watch.Restart();
            for (int i = 0; i < Rounds; i++) pricer.Price(usage);
            watch.Stop();
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / Rounds);
        }

        Console.WriteLine($"resolve + price: {best:0} ns at best of {Trials} trials, {bytes / Rounds} bytes a call");
        if (Environment.GetEnvironmentVariable("TOKENUSAGE_DATA") is not { } data) return;

        byte[] file = File.ReadAllBytes(Path.Combine(data, "prices", "litellm.json"));
        best = double.MaxValue;
        int models = 0;
        for (int i = 0; i < 20; i++)
        {
            watch.Restart();
            models = PriceFile.Read(file, "litellm").Report.Models;
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            if (i == 0) Console.WriteLine($"import of the LiteLLM file, cold: {best:0} ms");
        }

        Console.WriteLine($"import of the LiteLLM file: {best:0} ms at best of 20, {models} models");
    }

    private static PricedUsage Draw(Random random, string provider, string model) => new()
    {
        Provider = provider,
        Model = model,
        At = DateTimeOffset.UnixEpoch.AddSeconds(random.NextInt64(0, 2_500_000_000)),
        ServiceTier = Tiers[random.Next(Tiers.Length)],
        Speed = random.Next(10) == 0 ? "fast" : null,
        Geo = random.Next(10) == 0 ? "us" : null,
        Tokens = new TokenCounts
        {
            Input = Count(random),
            CachedInput = Count(random),
            CacheWrite = Count(random),
            CacheWrite1h = Count(random),
            Output = Count(random),
            Reasoning = Count(random),
        },
        Meters = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new UsageMeter(
            Meters[random.Next(Meters.Length)],
            random.Next(5) == 0 ? decimal.MinValue : Count(random) ?? decimal.MaxValue))],
    };

    private static long? Count(Random random) => random.Next(6) switch
    {
        0 => null,
        1 => 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => random.NextInt64(0, TokenCounts.MaxPerCall),
        _ => random.NextInt64(0, 500_000),
    };
}
