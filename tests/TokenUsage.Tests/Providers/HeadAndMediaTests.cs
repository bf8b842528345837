using System.Text;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class HeadAndMediaTests
{
    private static readonly UsageReaderCatalog Catalog = new([]);

    [Fact]
    public void Fireworks_counts_its_input_in_the_head_and_the_body_wins_where_it_counts_too()
    {
        const string Address = "https://api.fireworks.ai/inference/v1/chat/completions";
        (string, string)[] head = [("fireworks-prompt-tokens", "30"), ("fireworks-cached-prompt-tokens", "20")];

        Read(Address, """{"choices":[]}""", head).Reading.Tokens
            .Should().Be(new TokenCounts { Input = 30, CachedInput = 20 });
        Read(Address, """{"usage":{"prompt_tokens":31,"completion_tokens":2}}""", head).Reading.Tokens
            .Should().Be(new TokenCounts { Input = 31, CachedInput = 20, Output = 2 });
    }

    [Fact]
    public void Images_are_counted_by_the_piece_however_large_and_in_whichever_form_they_come()
    {
        string image = new('A', 100_000);
        string body = "{\"data\":[{\"b64_json\":\"" + image + "\"},{\"url\":\"https://x\"},"
            + "{\"b64_json\":null,\"url\":\"https://y\"}]}";

        Images(body).GetMeter(UsageMeters.Images).Should().Be(3);
    }

    [Fact]
    public void Images_of_a_model_that_counts_tokens_are_not_billed_by_the_piece_as_well()
    {
        UsageReading reading = Images("""{"data":[{"b64_json":"AA"}],"usage":{"input_tokens":1,"output_tokens":9}}""");

        reading.GetMeter(UsageMeters.Images).Should().Be(0);
        reading.Tokens.Output.Should().Be(9);
    }

    private static UsageReading Images(string body) =>
        Read("https://api.openai.com/v1/images/generations", body).Reading;

    private static ResponseScan Read(string address, string body, params (string Name, string Value)[] headers)
    {
        Catalog.TryRecognize(new WireRequest("POST", new Uri(address)), out IUsageReader reader, out _)
            .Should().BeTrue();
        using var head = new HttpResponseMessage();
        foreach ((string name, string value) in headers) head.Headers.TryAddWithoutValidation(name, value);
        var scan = new ResponseScan();
        scan.Begin(reader, new WireResponse(200, "application/json", head.Headers));
        foreach (byte[] piece in Encoding.UTF8.GetBytes(body).Chunk(777)) scan.Append(piece);
        scan.End();
        scan.GaveUp.Should().BeFalse();
        return scan;
    }
}
