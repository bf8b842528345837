using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Pricing;
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

        Console.WriteLine($"{count:#,0} usages of {models.Length} models in {watch.Elapsed.TotalSeconds:0.0} s; none negative, no exception");
        foreach ((CostStatus status, int calls) in byStatus) Console.WriteLine($"  {status,-18}{calls,10:#,0}");
        return Task.FromResult(0);
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
            Meters[random.Next(Meters.Length)], random.Next(5) == 0 ? decimal.MinValue : Count(random) ?? decimal.MaxValue))],
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
