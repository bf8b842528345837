using TokenUsage.Pricing;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Prices stored calls by the prices in force.</summary>
internal sealed class CallRepricer(CallPricer pricer) : ICallRepricer
{
    public decimal? PriceOf(UsageRecord record, CallChange? change = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        CallPrice price = pricer.Suppose(new PricedUsage
        {
            Provider = change?.Provider ?? record.Provider,
            Model = change?.Model ?? record.Model,
            RequestedModel = change?.Model ?? record.RequestedModel,
            At = record.StartedAt,
            ServiceTier = change?.ServiceTier ?? record.ServiceTier,
            Tokens = change?.Tokens ?? record.Tokens,
            Meters = record.Meters,
            Source = record.Source,
            Dimensions = record.Dimensions,
        });
        return price.Usd;
    }
}
