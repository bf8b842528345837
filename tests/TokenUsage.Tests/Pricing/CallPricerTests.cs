using TokenUsage.Pricing;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Tests.Pricing;

public class CallPricerTests
{
    [Theory]
    [InlineData("openai", "gpt-4o-2024-08-06", 901, 859, "0.0108425")]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", 2133, 1103, "0.007648")]
    [InlineData("gcp.gemini", "gemini-3.5-flash", 8414, 3688, "0.045813")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-5@20251101", 7122, 3736, "0.12901")]
    [InlineData("aws.bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", 1470, 1598, "0.010406")]
    [InlineData("azure.ai.openai", "gpt-5-2025-08-07", 6700, 3774, "0.046115")]
    public void A_model_of_the_built_in_prices_is_priced(
        string provider, string model, long input, long output, string expected)
    {
        CallPrice price = PricingSetup.BuiltIn.Price(PricingSetup.Call(provider, model, input, output));

        price.Should().BeEquivalentTo(
            new
            {
                Status = CostStatus.Priced,
                Usd = decimal.Parse(expected, null),
                ListUsd = price.Usd,
                BilledUsd = price.Usd,
            });
    }

    [Fact]
    public void An_unknown_model_is_unpriced_and_its_cost_is_null()
    {
        CallPrice price = PricingSetup.BuiltIn.Price(PricingSetup.Call("openai", "gpt-9", 1000, 100));

        price.Status.Should().Be(CostStatus.Unpriced);
        price.Usd.Should().BeNull();
    }

    [Fact]
    public void A_named_but_unknown_provider_is_not_guessed_at()
    {
        CallPrice price = PricingSetup.BuiltIn.Price(PricingSetup.Call("acme", "gpt-4o", 1000, 100));

        price.Status.Should().Be(CostStatus.Unpriced);
    }

    [Fact]
    public void A_cost_that_the_provider_states_wins_and_ours_is_kept_beside_it()
    {
        PricedUsage usage = PricingSetup.Call("openai", "gpt-4o", 1_000_000, 0);
        CallPrice price = PricingSetup.BuiltIn.Price(usage with { StatedCostUsd = 2m });

        price.Status.Should().Be(CostStatus.ProviderReported);
        price.Usd.Should().Be(2m);
        price.ListUsd.Should().Be(2.5m);
    }

    [Fact]
    public void Counts_that_were_estimated_give_an_estimated_cost()
    {
        PricedUsage usage = PricingSetup.Call("openai", "gpt-4o", 1_000_000, 0);

        PricingSetup.BuiltIn.Price(usage with { Source = UsageSource.Estimated }).Status
            .Should().Be(CostStatus.Estimated);
    }

    [Fact]
    public void A_call_without_any_count_costs_nobody_knows_what()
    {
        CallPrice price = PricingSetup.BuiltIn.Price(PricingSetup.Call("openai", "gpt-4o"));

        price.Usd.Should().BeNull();
    }

    [Fact]
    public void The_model_asked_for_is_an_estimate_where_the_served_one_is_unknown()
    {
        PricedUsage usage = PricingSetup.Call("openai", "gateway-17", 1_000_000, 0);
        CallPrice price = PricingSetup.BuiltIn.Price(usage with { RequestedModel = "gpt-4o" });

        price.Status.Should().Be(CostStatus.Estimated);
        price.Flags.Should().HaveFlag(CostFlags.RequestedModel);
    }
}
