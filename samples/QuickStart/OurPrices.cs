using TokenUsage;
using TokenUsage.Pricing;

namespace QuickStart;

/// <summary>What an application may say about prices. The sample itself gets by with the built-in ones.</summary>
internal static class OurPrices
{
    public static void Configure(ITokenMonitoringBuilder monitoring)
    {
        // snippet: prices-files
        monitoring
            .UsePrices("/etc/prices/litellm.json")
            .UsePrices("prices.json", isOverride: true)
            .UsePrices("initech-prices.json", tenant: "initech");
        // end-snippet

        // snippet: prices-flat
        monitoring.UseFlatPrice(inputPerMillion: 0.25m, outputPerMillion: 2m);
        monitoring.UseFlatPrice(inputPerMillion: 2m, outputPerMillion: 8m, model: "gpt-4.1");
        // end-snippet

        // snippet: prices-map
        monitoring
            .MapModel("gpt-4o-prod", "gpt-4o-2024-11-20", provider: "azure")
            .MapModel("arn:aws:bedrock:*", "anthropic.claude-sonnet-4-5-20250929-v1:0");
        // end-snippet

        // snippet: prices-tenant
        monitoring.AdjustPrices(new PriceAdjustment
        {
            Tenant = "initech",
            Discount = 0.12m,
            Markup = 0.20m,
            FeePerCallUsd = 0.0005m,
        });
        // end-snippet

        // snippet: prices-unpriced
        monitoring.ConfigurePricing(pricing =>
        {
            pricing.UnpricedBudget = UnpricedBudget.ChargeCeiling;
            pricing.CeilingUsdPerMillionTokens = 75m;
        });
        // end-snippet
    }
}
