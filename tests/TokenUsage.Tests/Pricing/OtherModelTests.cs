using TokenUsage.Pricing;

namespace TokenUsage.Tests.Pricing;

public sealed class OtherModelTests
{
    private static readonly CallPricer Pricer = PricingSetup.Of(PricingSetup.Provider(
        "acme",
        """
        { "id": "small", "rates": { "input": 1, "output": 10, "cacheRead": 0.1 } },
        { "id": "large", "rates": { "input": 100, "output": 1000, "cacheRead": 10 } }
        """));

    [Fact]
    public void The_part_another_model_worked_on_costs_what_that_model_costs()
    {
        CallPrice price = Pricer.Price(Usage("large"));

        price.Status.Should().Be(CostStatus.Priced);
        price.InputUsd.Should().Be((600_000m * 1 + 400_000m * 100) / 1_000_000);
        price.OutputUsd.Should().Be((70m * 10 + 30m * 1000) / 1_000_000);
    }

    [Fact]
    public void What_the_other_model_read_from_the_cache_is_taken_from_its_own_part()
    {
        CallPrice price = Pricer.Price(Usage("large", new UsageMeter(UsageMeters.InputOtherModelCached, 100_000)));

        price.InputUsd.Should().Be((600_000m * 1 + 300_000m * 100 + 100_000m * 10) / 1_000_000);
    }

    [Fact]
    public void A_second_model_without_a_price_leaves_the_sum_a_part_of_it()
    {
        CallPrice price = Pricer.Price(Usage("nobody knows"));

        price.Status.Should().Be(CostStatus.Partial);
        price.InputUsd.Should().Be(600_000m / 1_000_000);
    }

    [Fact]
    public void A_call_without_a_second_model_is_priced_as_ever()
    {
        CallPrice price = Pricer.Price(PricingSetup.Call("acme", "small", input: 1_000_000, output: 0));

        price.Usd.Should().Be(1);
    }

    private static PricedUsage Usage(string otherModel, params UsageMeter[] more)
    {
        UsageMeter[] meters =
            [new(UsageMeters.InputOtherModel, 400_000), new(UsageMeters.OutputOtherModel, 30), .. more];
        PricedUsage call = PricingSetup.Call(
            "acme", "small", 1_000_000, 100, cached: more.Length == 0 ? null : 100_000, meters: meters);
        return call with { Facts = [new(PriceFacts.OtherModelName, otherModel)] };
    }
}
