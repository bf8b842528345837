using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class UsageReaderCatalogTests
{
    private static readonly UsageReaderCatalog Catalog = new([]);

    [Theory]
    [InlineData("openai", """{"object":"response","status":"completed","output":[{"type":"web_search_call"}],"usage":{"input_tokens":3,"output_tokens":4}}""", 1)]
    [InlineData("openai", """{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}""", null)]
    [InlineData("openai", "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n", null)]
    [InlineData("openai.responses", """{"status":"completed","usage":{"input_tokens":3,"output_tokens":4}}""", null)]
    [InlineData("groq", """{"choices":[{"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":3,"completion_tokens":4}}}""", null)]
    [InlineData("anthropic", """{"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":4}}""", null)]
    public void A_body_without_an_address_is_read_by_the_format_that_fits(string provider, string body, int? searches)
    {
        ResponseScan scan = BodyReading.Read(
            Catalog.Find(provider, "chat"), System.Text.Encoding.UTF8.GetBytes(body));

        scan.Reading.Tokens.Should().Be(new TokenCounts { Input = 3, Output = 4 });
        scan.Reading.GetMeter(UsageMeters.WebSearch).Should().Be(searches);
    }

    [Fact]
    public void An_unknown_operation_has_no_format() => Catalog.Find("openai", "divination").Should().BeEmpty();
}
