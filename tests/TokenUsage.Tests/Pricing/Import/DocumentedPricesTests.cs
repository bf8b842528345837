using System.Text;
using TokenUsage.Pricing;
using TokenUsage.Pricing.Import;
using TokenUsage.Pricing.Schema;
using TokenUsage.Tests.Architecture;
using static TokenUsage.Tests.Pricing.PricingSetup;

namespace TokenUsage.Tests.Pricing.Import;

public sealed class DocumentedPricesTests
{
    private static readonly string Page = Repository.Read("docs/prices.md").ReplaceLineEndings("\n");

    [Fact]
    public void The_example_file_of_the_page_prices_calls_as_the_page_says()
    {
        const string Opening = "```json\n";
        int start = Page.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        string example = Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];

        ImportedCatalog imported = PriceFile.Read(Encoding.UTF8.GetBytes(example), "example");
        CallPricer pricer = Over(Layer(imported.Catalog));

        imported.Report.Quarantined.Should().BeEmpty();
        pricer.Price(Call("acme", "wren-2", 200_000)).Usd.Should().Be(0.6m);
        pricer.Price(Call("acme", "wren-2", 200_001)).Usd.Should().Be(1.200006m);
        pricer.Price(Call("acme-cloud", "wren-latest", 100_000) with { ServiceTier = "batch" }).Usd.Should().Be(0.15m);
        pricer.Price(Call("acme", "wren-2", 100_000) with { Geo = "us" }).Usd.Should().Be(0.33m);
        pricer.Price(Call("acme", "wren-2", 100_000, at: new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))).Usd
            .Should().Be(0.4m);
    }

    [Fact]
    public void Every_meter_is_on_the_page() =>
        Enum.GetValues<Meter>().Select(MeterFacts.NameOf).Should().OnlyContain(name => Page.Contains($"`{name}`"));
}
