using System.Globalization;
using System.Text;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Names;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing;

/// <summary>Names that lead to somebody else's price.</summary>
public class NameTrapTests
{
    [Fact]
    public void T15_a_bedrock_name_without_a_region_is_the_regional_price() // wrong: 0.30
        => Cost("aws.bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0", 100_000).Should().Be(0.33m);

    [Theory]
    [InlineData("gcp.vertex_ai", "gemini-2.0-flash", "0.15")]
    [InlineData("gcp.gemini", "gemini-2.0-flash", "0.1")]
    public void T16_one_maker_may_have_two_price_lists(string provider, string model, string expected)
        => Cost(provider, model, 1_000_000).Should().Be(Decimal(expected));

    [Fact]
    public void T17_a_host_of_an_open_model_does_not_borrow_its_makers_price() // wrong: 2.64
    {
        Cost("azure", "deepseek-v4-pro", 1_000_000).Should().BeNull();
        CallPricer own = Of(Provider("azure", """{"id":"deepseek-v4-pro","rates":{"input":1.74,"output":3.48}}"""));

        own.Price(Call("azure", "deepseek-v4-pro", 1_000_000, 1_000_000)).Usd.Should().Be(5.22m);
    }

    [Theory]
    [InlineData("aws", "amazon.titan-embed-text-v2:0", "0.02")] // wrong: 0.10, that of v1
    [InlineData("groq", "openai/gpt-oss-safeguard-20b", "0.075")] // wrong: 0.15, that of another model
    [InlineData("anthropic", "claude-sonnet-5-5", null)] // wrong: 2.00, that of Sonnet 5
    public void T18_a_pattern_stops_where_another_product_begins(string provider, string model, string? expected)
        => Cost(provider, model, 1_000_000).Should().Be(expected is null ? null : Decimal(expected));

    [Theory]
    [InlineData("azure.ai.openai", "gpt-4o-prod")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:eu-west-1:1:application-inference-profile/a1b2c3")]
    public void T19_a_name_of_the_users_own_is_unpriced_until_it_is_mapped(string provider, string name)
    {
        Cost(provider, name, 1_000_000).Should().BeNull();
        var map = new ModelMap(NameRule.Parse(name), "openai", "gpt-4o");
        CallPrice mapped = With(new PriceBook([PriceShelf.BuiltIn], [map])).Price(Call(provider, name, 1_000_000));

        mapped.Usd.Should().Be(2.5m);
        mapped.Match.Should().Be("openai/gpt-4o (mapped)");
    }

    [Fact]
    public void T20_a_tuned_model_is_dearer_than_its_base() // wrong: 2.00
        => Cost("openai", "ft:gpt-4.1-2025-04-14:acme::x", 1_000_000).Should().Be(3m);

    [Fact]
    public void T30_a_slip_of_the_unit_is_left_out_and_the_layer_below_prices() // wrong: 1620.00
    {
        ImportedCatalog slipped = PriceFile.Read(Encoding.UTF8.GetBytes("""
            {"wandb/deepseek-ai/DeepSeek-R1-0528":{"litellm_provider":"wandb","mode":"chat",
             "input_cost_per_token":0.135,"output_cost_per_token":0.54}}
            """), "litellm");
        PriceLayer below = Layer(Catalog(Provider(
            "wandb", """{"id":"deepseek-ai/DeepSeek-R1-0528","rates":{"input":1.35,"output":5.4}}""")));
        CallPricer pricer = Over(Layer(slipped.Catalog, isRefreshed: true), below);

        pricer.Price(Call("wandb", "deepseek-ai/DeepSeek-R1-0528", 10_000, 500)).Usd.Should().Be(0.0162m);
        slipped.Report.Quarantined.Should().ContainSingle().Which.Gate.Should().Be("absurd-rate");
    }

    [Fact]
    public void T31_latest_is_what_is_latest_now() // wrong: 8.00
        => BuiltIn.Price(Call("mistral_ai", "mistral-large-latest", 1_000_000, 1_000_000)).Usd.Should().Be(2m);

    [Fact]
    public void T32_a_stated_upstream_cost_is_taken_as_it_is() // wrong: 0
    {
        PricedUsage usage = Call("openrouter", "openai/gpt-4o-mini", 10, 5);

        BuiltIn.Price(usage with { StatedCostUsd = 0.00000445m }).Usd.Should().Be(0.00000445m);
    }

    [Fact]
    public void T33_a_resellers_own_figure_beats_any_list() // wrong: whichever list is older
    {
        PricedUsage usage = Call("openrouter", "qwen/qwen3-coder-plus", 1_000_000);
        CallPrice price = BuiltIn.Price(usage with { StatedCostUsd = 0.65m });

        price.Usd.Should().Be(0.65m);
        price.Status.Should().Be(CostStatus.ProviderReported);
    }

    private static decimal? Cost(string provider, string model, long input) =>
        BuiltIn.Price(Call(provider, model, input)).Usd;

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
