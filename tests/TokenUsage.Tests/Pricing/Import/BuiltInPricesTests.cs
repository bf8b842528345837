using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Tests.Pricing.Import;

public class BuiltInPricesTests
{
    [Fact]
    public void The_built_in_prices_hold_359_models_and_say_their_date()
    {
        BuiltInPrices.Catalog.ModelCount.Should().Be(359);
        BuiltInPrices.Catalog.AsOf.Should().Be(new DateTimeOffset(2026, 9, 23, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void The_built_in_prices_pass_the_gates_that_strangers_must()
    {
        var gates = new ImportGates();
        foreach (ProviderPrices provider in BuiltInPrices.Catalog.Providers)
        {
            foreach (ModelPrices model in provider.Models) gates.Inspect(provider.Id, model);
        }

        gates.Quarantined.Select(price => $"{price.Provider}/{price.Model}: {price.Gate}").Distinct()
            .Should().BeSubsetOf(Explained);
    }

    // Looked up and right, however odd: what the gates are there to make somebody do.
    private static readonly string[] Explained =
    [
        "openrouter/google/gemini-3.1-pro-preview: cache-write-to-input", // the price of storing for five minutes
        "openrouter/google/gemini-2.5-pro: audio-below-text",
    ];
}
