using TokenUsage.Pricing;
using TokenUsage.Pricing.Names;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

public class PriceLayerTests
{
    private static readonly PriceLayer Below = Layer(Catalog(Provider("acme", """
        {"id":"m","rates":{"input":2,"cacheRead":0.5,"output":8}}
        """), "below"));

    [Fact]
    public void An_upper_layer_changes_one_key_and_leaves_the_others()
    {
        PriceLayer above = Layer(Catalog(Provider("acme", """{"id":"m","rates":{"input":1}}"""), "above"));
        CallPrice price = Over(above, Below).Price(Call("acme", "m", 1_000_000, 1_000_000));

        price.Usd.Should().Be(9m);
        price.Version.Should().Be("above@1+below@1");
    }

    [Fact]
    public void A_refreshed_copy_without_dates_leaves_history_alone()
    {
        PriceLayer today =
            Layer(Catalog(Provider("openai", """{"id":"o3","rates":{"input":1.5}}""")), isRefreshed: true);
        CallPricer pricer = Over(today, PriceShelf.BuiltIn);

        pricer.Price(Call("openai", "o3", 1_000_000)).Usd.Should().Be(1.5m);
        pricer.Price(Call("openai", "o3", 1_000_000, at: new DateTimeOffset(2025, 6, 9, 0, 0, 0, TimeSpan.Zero))).Usd
            .Should().Be(10m);
    }

    [Fact]
    public void A_layer_that_lists_a_model_without_a_price_hides_nothing()
    {
        PriceLayer above = Layer(Catalog(Provider("acme", """{"id":"m","status":"unpriced"}""")));

        Over(above, Below).Price(Call("acme", "m", 1_000_000)).Usd.Should().Be(2m);
    }

    [Fact]
    public void A_flat_price_prices_what_no_list_knows()
    {
        var flat = new FlatPrices([new FlatPrice { InputPerMillion = 1m, OutputPerMillion = 3m }]);
        CallPrice price = With(new PriceBook([Below], flat: flat)).Price(Call("nobody", "knows", 1_000_000, 1_000_000));

        price.Usd.Should().Be(4m);
        price.Status.Should().Be(CostStatus.Priced);
    }

    [Fact]
    public void A_tenants_own_price_list_lies_above_all_others_for_its_calls_alone()
    {
        PriceLayer agreement = Layer(Catalog(Provider("acme", """{"id":"m","rates":{"input":1}}"""), "agreed"));
        PriceLayer above = agreement with { Tenant = "initech" };
        CallPricer pricer = Over(above, Below);
        PricedUsage usage = Call("acme", "m", 1_000_000, 1_000_000);

        CallPrice agreed = pricer.Price(usage with { Dimensions = new UsageDimensions { Project = "initech" } });
        CallPrice other = pricer.Price(usage with { Dimensions = new UsageDimensions { Project = "globex" } });

        agreed.Should().BeEquivalentTo(new { Usd = 9m, Version = "agreed@1+below@1" });
        other.Should().BeEquivalentTo(new { Usd = 10m, Version = "below@1" });
        pricer.Price(usage).Usd.Should().Be(10m);
    }

    [Fact]
    public void A_tenants_own_mapping_comes_before_everybodys()
    {
        var everybodys = new ModelMap(NameRule.Parse("chat"), "acme", "m");
        var own = new ModelMap(NameRule.Parse("chat"), "openai", "gpt-4o", Tenant: "initech");
        CallPricer pricer = With(new PriceBook([Below, PriceShelf.BuiltIn], [everybodys, own]));
        PricedUsage usage = Call("gateway", "chat", 1_000_000);

        pricer.Price(usage).Usd.Should().Be(2m);
        pricer.Price(usage with { Dimensions = new UsageDimensions { Project = "initech" } }).Usd.Should().Be(2.5m);
    }

    [Fact]
    public void A_tenants_own_rate_is_the_tenants_alone()
    {
        var flat = new FlatPrices([new FlatPrice { Tenant = "initech", Model = "m", InputPerMillion = 1m }]);
        CallPricer pricer = With(new PriceBook([Below], flat: flat));
        PricedUsage usage = Call("acme", "m", 1_000_000);

        pricer.Price(usage with { Dimensions = new UsageDimensions { Project = "initech" } }).Usd.Should().Be(1m);
        pricer.Price(usage).Usd.Should().Be(2m);
    }

    [Fact]
    public void Names_are_remembered_up_to_a_limit()
    {
        var book = new PriceBook([Below]);
        for (int i = 0; i < PriceBook.MaxCachedNames * 2; i++) book.Resolve("acme", "hostile-" + i, null);

        book.CachedNames.Should().BeLessThanOrEqualTo(PriceBook.MaxCachedNames);
    }

    [Fact]
    public void A_call_of_a_known_name_allocates_nothing()
    {
        PricedUsage usage = Call("openai", "gpt-4o", 1_000, 100, 500);
        BuiltIn.Price(usage);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) BuiltIn.Price(usage);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }
}
