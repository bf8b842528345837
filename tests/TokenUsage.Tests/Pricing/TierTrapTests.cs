using System.Globalization;
using TokenUsage.Pricing;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

/// <summary>Prices that depend on the size, the time, the tier or the place of a call.</summary>
public class TierTrapTests
{
    [Theory]
    [InlineData(200_001, "1.200006")] // wrong: 0.600006, marginally
    [InlineData(200_000, "0.6")]
    public void T04_beyond_the_threshold_the_whole_request_costs_more(long input, string expected)
        => Cost(Call("anthropic", "claude-sonnet-4-5", input: input, at: Time("2025-12-10T00:00:00Z")))
            .Should().Be(Decimal(expected));

    [Fact]
    public void T05_whether_the_threshold_itself_is_beyond_is_a_fact_of_the_price() // wrong: 0.68
        => Cost(Call("openai", "gpt-5.4", input: 272_000)).Should().Be(1.36m);

    [Fact]
    public void T06_the_output_changes_with_the_input() // wrong: 0.725
        => Cost(Call("google", "gemini-2.5-pro", input: 250_000, output: 10_000)).Should().Be(0.775m);

    [Fact]
    public void T07_cache_reads_change_with_the_input_too() // wrong: 0.072 for the cached part
    {
        CallPricer pricer = Of(Provider("anthropic", """
            {"id":"claude-sonnet-4","rates":{"input":3,"cacheRead":0.3,"output":15},
             "tiers":[{"above":200000,"rates":{"input":6,"cacheRead":0.6,"output":22.5}}]}
            """));

        pricer.Price(Call("anthropic", "claude-sonnet-4", input: 250_000, cached: 240_000)).Usd
            .Should().Be(0.144m + 0.06m);
    }

    [Fact]
    public void T08_forty_calls_are_not_one_large_call() // wrong: 5.00
    {
        decimal? sum = 0;
        for (int i = 0; i < 40; i++) sum += Cost(Call("google", "gemini-2.5-pro", input: 50_000));

        sum.Should().Be(2.5m);
    }

    [Theory]
    [InlineData("2026-08-18T02:00:00Z", "5.28")] // Tuesday, peak
    [InlineData("2026-08-18T12:00:00Z", "2.64")]
    [InlineData("2026-09-19T02:00:00Z", "2.64")] // Saturday
    [InlineData("2026-06-01T02:00:00Z", "1.305")] // before there were hours
    [InlineData("2026-08-16T18:00:00Z", "2.64")] // the change came at 16:00
    [InlineData("2026-10-01T02:00:00Z", "2.64")] // a Thursday, and a holiday
    public void T09_hours_days_dates_and_holidays_hold_together(string at, string expected)
        => Cost(Call("deepseek", "deepseek-v4-pro", input: 1_000_000, output: 1_000_000, at: Time(at)))
            .Should().Be(Decimal(expected));

    [Theory]
    [InlineData("2025-06-09T12:00:00Z", "14")]
    [InlineData("2025-06-10T00:00:00Z", "2.8")]
    public void T10_a_call_costs_what_it_cost_then(string at, string expected)
        => Cost(Call("openai", "o3", input: 1_000_000, output: 100_000, at: Time(at))).Should().Be(Decimal(expected));

    [Theory]
    [InlineData("flex", "0.0006375")]
    [InlineData("default", "0.001275")]
    public void T21_the_tier_that_was_served_is_billed(string tier, string expected)
    {
        PricedUsage usage = Call("openai", "gpt-5-mini", input: 2_000, cached: 1_000, output: 500);

        Cost(usage with { ServiceTier = tier }).Should().Be(Decimal(expected));
    }

    [Fact]
    public void T22_batch_is_not_half_of_everything() // wrong: 0.15
    {
        PricedUsage usage = Call("google", "gemini-3.5-flash-lite", input: 10_000_000, cached: 10_000_000);

        Cost(usage with { ServiceTier = "batch" }).Should().Be(0.2m);
    }

    [Fact]
    public void T23_a_long_batch_has_a_long_price() // wrong: 0.375
    {
        PricedUsage usage = Call("openai", "gpt-5.4", input: 300_000);

        Cost(usage with { ServiceTier = "batch" }).Should().Be(0.75m);
    }

    [Fact]
    public void T24_speed_and_place_multiply() // wrong: 0.075
    {
        PricedUsage usage = Call("anthropic", "claude-opus-4-8", input: 10_000, output: 1_000);

        Cost(usage with { Speed = "fast", Geo = "us" }).Should().Be(0.165m);
    }

    [Theory]
    [InlineData("low", "0.0165")]
    [InlineData(null, "0.0205")]
    [InlineData("high", "0.0245")]
    public void T25_a_search_costs_by_the_size_of_its_context(string? size, string expected)
    {
        PricedUsage usage = Call("perplexity", "sonar-pro", input: 1_000, output: 500);
        var attributes = new Dictionary<string, string>();
        if (size is not null) attributes["search_context_size"] = size;

        Cost(usage with { Attributes = attributes }).Should().Be(Decimal(expected));
    }

    [Fact]
    public void T37_an_announced_price_that_was_withdrawn_is_not_billed() // wrong: 3 and 15
        => Cost(
            Call("anthropic", "claude-sonnet-5", input: 1_000_000, output: 1_000_000, at: Time("2026-09-02T00:00:00Z")))
            .Should().Be(12m);

    private static decimal? Cost(in PricedUsage usage) => BuiltIn.Price(usage).Usd;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
