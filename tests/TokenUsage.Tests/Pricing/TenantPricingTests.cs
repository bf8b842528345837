using TokenUsage.Pricing;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

public class TenantPricingTests
{
    private static readonly PriceAdjustment Agreement = new()
    {
        Tenant = "initech",
        Discount = 0.12m,
        Markup = 0.2m,
        FeePerCallUsd = 0.0005m,
    };

    private static readonly PricedUsage Usage =
        Call("anthropic", "claude-3-7-sonnet-20250219", input: 12_307, written: 12_304, output: 550);

    [Fact]
    public void List_net_and_billed_follow_in_this_order()
    {
        CallPrice price =
            Adjusted(Agreement).Price(Usage with { Dimensions = new UsageDimensions { Project = "initech" } });

        price.Should().BeEquivalentTo(new { ListUsd = 0.054399m, Usd = 0.04787112m, BilledUsd = 0.057945344m });
    }

    [Fact]
    public void Another_tenant_pays_the_list_price() =>
        Adjusted(Agreement).Price(Usage).BilledUsd.Should().Be(0.054399m);

    [Fact]
    public void A_call_costs_its_tenant_the_minimum_at_least() =>
        Adjusted(new PriceAdjustment { MinimumPerCallUsd = 1m }).Price(Usage).BilledUsd.Should().Be(1m);

    [Fact]
    public void An_unpriced_call_is_not_adjusted_into_a_priced_one() =>
        Adjusted(Agreement with { Tenant = null }).Price(Call("openai", "gpt-9", 10)).BilledUsd.Should().BeNull();

    private static CallPricer Adjusted(PriceAdjustment adjustment) =>
        With(new PriceBook([PriceShelf.BuiltIn]), adjustment);
}
