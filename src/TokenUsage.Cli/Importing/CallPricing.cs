using TokenUsage.Cli.Pricing;
using TokenUsage.Pricing;

namespace TokenUsage.Cli.Importing;

/// <summary>Prices imported calls with the built-in list, or takes the cost that the log states.</summary>
internal sealed class CallPricing
{
    private readonly CallPricer _pricer = CatalogChoice.PricerOf(CatalogChoice.BookOf(CatalogChoice.Load(null)));

    public UsageRecord Price(ImportedCall call)
    {
        UsageRecord record = call.Record;
        CallPrice price = _pricer.Price(new PricedUsage
        {
            Provider = record.Provider,
            Model = record.Model,
            RequestedModel = record.RequestedModel,
            Host = call.Host,
            At = record.StartedAt,
            ServiceTier = record.ServiceTier,
            Tokens = record.Tokens,
            Meters = record.Meters,
            Facts = [.. record.Metadata],
            StatedCostUsd = call.StatedUsd,
            Source = record.Source,
        });
        return record with { Cost = price.ToCost() };
    }
}
