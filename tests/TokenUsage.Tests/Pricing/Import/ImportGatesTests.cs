using System.Text;
using TokenUsage.Pricing.Import;

namespace TokenUsage.Tests.Pricing.Import;

public class ImportGatesTests
{
    [Theory]
    [InlineData("""  "input_cost_per_token":-1e-6,"output_cost_per_token":1e-6 """, "negative")]
    [InlineData("""  "input_cost_per_token":"NaN","output_cost_per_token":1e-6 """, "not-a-number")]
    [InlineData("""  "input_cost_per_token":0.25,"output_cost_per_token":1 """, "absurd-rate")]
    [InlineData("""  "input_cost_per_token":1e-6,"output_cost_per_token":4e-7 """, "output-to-input")]
    [InlineData("""  "input_cost_per_token":1e-6,"output_cost_per_token":2.5e-5 """, "output-to-input")]
    public void A_fault_of_a_base_rate_leaves_the_model_out(string rates, string gate)
    {
        ImportReport report = Import(rates);

        report.Quarantined.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Gate = gate, WholeModel = true });
        report.Models.Should().Be(0);
    }

    [Theory]
    [InlineData(""" "cache_read_input_token_cost":2e-6 """, "cache-read-above-input")]
    [InlineData(""" "cache_creation_input_token_cost":4e-6 """, "cache-write-to-input")]
    [InlineData(""" "cache_creation_input_token_cost_above_1hr":5e-7 """, "cache-write-1h-to-input")]
    [InlineData(""" "input_cost_per_token_priority":5e-5 """, "variant-far-from-base")]
    [InlineData(""" "input_cost_per_token_above_200k_tokens":5e-7 """, "tier-below-base")]
    [InlineData(""" "output_cost_per_reasoning_token":1e-7 """, "reasoning-below-output")]
    [InlineData(""" "input_cost_per_audio_token":5e-7 """, "audio-below-text")]
    public void A_fault_of_a_rate_beside_it_leaves_that_rate_out(string rate, string gate)
    {
        ImportReport report = Import($""" "input_cost_per_token":1e-6,"output_cost_per_token":5e-6,{rate} """);

        report.Quarantined.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Gate = gate, WholeModel = false });
        report.Models.Should().Be(1);
    }

    [Fact]
    public void A_price_that_moved_more_than_five_times_stays_as_it_was()
    {
        ImportedCatalog before = Read(""" "input_cost_per_token":1e-6,"output_cost_per_token":5e-6 """);
        ImportedCatalog after = Read(""" "input_cost_per_token":1e-5,"output_cost_per_token":5e-5 """);

        ImportedCatalog accepted = ImportComparison.Accept(before, after);

        accepted.Catalog.Providers[0].Models[0].Should().BeSameAs(before.Catalog.Providers[0].Models[0]);
        accepted.Report.Quarantined.Should().ContainSingle().Which.Gate.Should().Be("price-moved");
    }

    [Fact]
    public void A_list_that_lost_more_than_a_twentieth_of_its_models_is_refused()
    {
        string models = string.Join(',', Enumerable.Range(0, 10).Select(i =>
            $$"""  "m{{i}}":{"litellm_provider":"acme","input_cost_per_token":1e-6} """));
        ImportedCatalog before = PriceFile.Read(Encoding.UTF8.GetBytes("{" + models + "}"), "litellm");
        Action accept = () => ImportComparison.Accept(before, Read(""" "input_cost_per_token":1e-6 """));

        accept.Should().Throw<PriceFileException>().WithMessage("*10 of 10 models are gone*");
    }

    private static ImportReport Import(string rates) => Read(rates).Report;

    private static ImportedCatalog Read(string rates) => PriceFile.Read(
        Encoding.UTF8.GetBytes($$"""{"acme-1":{"litellm_provider":"acme","mode":"chat",{{rates}} } }"""), "litellm");
}
