using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;
using TokenUsage.Pricing.Schema;
using TokenUsage.Pricing.Tenants;

namespace TokenUsage.Tests.Pricing;

/// <summary>Pricers over the built-in prices, or over prices written in a test.</summary>
internal static class PricingSetup
{
    public static readonly DateTimeOffset Noon = new(2026, 9, 23, 12, 0, 0, TimeSpan.Zero);

    public static CallPricer BuiltIn { get; } = Over(PriceShelf.BuiltIn);

    public static CallPricer Of(string json) => Over(Layer(Catalog(json)));

    public static CallPricer Over(params PriceLayer[] layers) => With(new PriceBook([.. layers]));

    public static CallPricer With(PriceBook book, params PriceAdjustment[] adjustments) => new(
        new PriceShelf(book), new TenantPricing(adjustments), new UnpricedLedger(NullLogger<UnpricedLedger>.Instance));

    public static PriceCatalog Catalog(string json, string id = "test") =>
        CatalogReader.Read(Encoding.UTF8.GetBytes(json), id, id + "@1");

    public static PriceLayer Layer(PriceCatalog catalog, bool isRefreshed = false, DateTimeOffset? asOf = null) =>
        new(new CatalogIndex(catalog), isRefreshed, asOf ?? Noon);

    public static string Provider(string provider, string models) =>
        $$"""{ "provider": "{{provider}}", "models": [ {{models}} ] }""";

    public static PricedUsage Call(
        string provider,
        string? model,
        long? input = null,
        long? output = null,
        long? cached = null,
        long? written = null,
        long? written1h = null,
        long? reasoning = null,
        DateTimeOffset? at = null,
        params UsageMeter[] meters) => new()
        {
            Provider = provider,
            Model = model,
            At = at ?? Noon,
            Tokens = new TokenCounts
            {
                Input = input,
                Output = output,
                CachedInput = cached,
                CacheWrite = written,
                CacheWrite1h = written1h,
                Reasoning = reasoning,
            },
            Meters = meters,
        };
}
