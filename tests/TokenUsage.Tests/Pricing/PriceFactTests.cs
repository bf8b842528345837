using TokenUsage.Pricing;

namespace TokenUsage.Tests.Pricing;

public sealed class PriceFactTests
{
    [Theory]
    [InlineData("speed", "fast", 6)]
    [InlineData("geo", "us", 2)]
    [InlineData("search_context_size", "high", 3)]
    [InlineData("speed", "standard", 1)]
    [InlineData("weather", "fast", 1)]
    public void What_an_answer_says_about_itself_chooses_the_card(string fact, string value, int usd)
    {
        CallPricer pricer = PricingSetup.Of(PricingSetup.Provider(
            "acme",
            """
            { "id": "m", "rates": { "input": 1 }, "cards": [
              { "name": "fast", "when": { "speed": "fast" }, "rates": { "input": 6 } },
              { "name": "us", "when": { "geo": "us" }, "rates": { "input": 2 } },
              { "name": "wide", "when": { "search_context_size": "high" }, "rates": { "input": 3 } } ] }
            """));

        CallPrice price = pricer.Price(
            PricingSetup.Call("acme", "m", input: 1_000_000) with { Facts = [new(fact, value)] });

        price.Usd.Should().Be(usd);
    }
}
