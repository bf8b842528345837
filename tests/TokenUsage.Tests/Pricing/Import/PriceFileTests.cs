using System.Text;
using TokenUsage.Pricing.Import;

namespace TokenUsage.Tests.Pricing.Import;

public class PriceFileTests
{
    [Theory]
    [InlineData("", "*is empty*")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":1}""", "*truncated*")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":NaN}}]}""", "*NaN*")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":"NaN"}}]}""", "*Model 'm'*input is \"NaN\"*")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"inputt":1}}]}""", "*Model 'm'*'inputt' is not known*")]
    [InlineData("""{"provider":"acme","models":[{"id":"m","rates":{"input":1}},{"id":"M","rates":{"input":2}}]}""", "*'M' stands twice*")]
    [InlineData("""{"format":"token-usage-prices/9","provider":"acme"}""", "*'token-usage-prices/9'*")]
    [InlineData("""{"provider":"acme","models":[{"rates":{"input":1}}]}""", "*no 'id'*")]
    public void A_faulty_file_is_refused_by_name(string content, string message)
    {
        Action read = () => PriceFile.Read(Encoding.UTF8.GetBytes(content), "prices.json");

        read.Should().Throw<PriceFileException>().WithMessage(message);
    }

    [Fact]
    public void An_amount_a_hundred_thousand_times_too_high_is_left_out_of_our_own_format_too()
    {
        ImportedCatalog imported = Read(
            """{"provider":"acme","models":[{"id":"m","rates":{"input":250000}},{"id":"n","rates":{"input":2.5}}]}""");

        imported.Report.Quarantined.Should().ContainSingle().Which.Gate.Should().Be("absurd-rate");
        imported.Catalog.ModelCount.Should().Be(1);
    }

    [Theory]
    [InlineData("""{"provider":"acme","models":[]}""", "token-usage-prices/1")]
    [InlineData("""{"gpt-4o":{"litellm_provider":"openai","input_cost_per_token":2.5e-06}}""", "litellm")]
    [InlineData("""[{"id":"openai","models":[]}]""", "genai-prices")]
    public void The_format_is_found_out(string content, string format) =>
        Read(content).Report.Format.Should().Be(format);

    [Theory]
    [InlineData("litellm.json", 2984)]
    [InlineData("genai-prices.json", 1694)]
    public void Every_entry_of_the_public_lists_is_imported_or_named(string name, int entries)
    {
        string? data = Environment.GetEnvironmentVariable("TOKENUSAGE_DATA");
        Assert.SkipWhen(data is null, "TOKENUSAGE_DATA is not set");

        ImportReport report = PriceFile.Read(File.ReadAllBytes(Path.Combine(data!, "prices", name)), name).Report;

        report.Entries.Should().Be(entries);
        report.QuarantinedModels.Should().BeLessThan(entries / 40);
        report.Quarantined.Should().OnlyContain(price => price.Gate.Length > 0 && price.Detail.Length > 0);
    }

    private static ImportedCatalog Read(string content) => PriceFile.Read(Encoding.UTF8.GetBytes(content), "test");
}
