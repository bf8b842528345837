using System.Text;
using TokenUsage.Providers;

namespace TokenUsage.Tests.Providers;

public sealed class RequestScanTests
{
    private readonly RequestScan _scan = new();

    [Theory]
    [InlineData("""{"model":"gpt-5","stream":true,"max_tokens":12}""")]
    [InlineData("""{"messages":[{"content":"{\"model\":\"x\"}"}],"max_completion_tokens":12,"stream":true,"model":"gpt-5"}""")]
    [InlineData("""{"model":"gpt-5","stream":true,"generationConfig":{"maxOutputTokens":12}}""")]
    [InlineData("""{"model":"gpt-5","stream":true,"inferenceConfig":{"maxTokens":12}}""")]
    [InlineData("""{"model":"gpt-5","stream":true,"options":{"num_predict":12}}""")]
    public void What_the_cost_depends_on_is_found_in_every_dialect(string body)
    {
        for (int piece = 1; piece < body.Length; piece += 3)
        {
            Read(body, piece);

            _scan.Model.Should().Be("gpt-5");
            _scan.IsStream.Should().BeTrue();
            _scan.MaxOutputTokens.Should().Be(12);
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"content":"12345"},{"content":[{"type":"text","text":"678é\n"}]}]}""", 10)]
    [InlineData("""{"system":"123","messages":[{"role":"user","content":"45"}]}""", 5)]
    [InlineData("""{"input":["12","345"]}""", 5)]
    [InlineData("""{"contents":[{"parts":[{"text":"12345"}]}]}""", 5)]
    [InlineData("""{"input":[{"content":[{"text":"12345"}]}],"instructions":"678"}""", 8)]
    public void The_prompts_characters_are_counted_and_not_kept(string body, int characters)
    {
        Read(body, 4);

        _scan.TextLength.Should().Be(characters);
    }

    [Fact]
    public void Nothing_of_the_request_before_is_left()
    {
        Read("""{"model":"gpt-5","stream":true,"n":3,"max_tokens":12,"service_tier":"flex","prompt":"abc"}""", 100);
        Read("{}", 100);

        _scan.Model.Should().BeNull();
        _scan.IsStream.Should().BeFalse();
        _scan.Answers.Should().Be(1);
        _scan.MaxOutputTokens.Should().BeNull();
        _scan.ServiceTier.Should().BeNull();
        _scan.TextLength.Should().Be(0);
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("0", null)]
    [InlineData("\"many\"", null)]
    [InlineData("1e3", 1000L)]
    public void A_cap_that_is_none_is_not_taken_for_one(string cap, long? expected)
    {
        Read($$"""{"max_tokens":{{cap}}}""", 5);

        _scan.MaxOutputTokens.Should().Be(expected);
    }

    [Fact]
    public void A_form_names_its_model_in_a_field()
    {
        Read("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n", 9);

        _scan.Model.Should().Be("whisper-1");
    }

    private void Read(string text, int piece)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        _scan.Clear();
        _scan.Begin();
        for (int at = 0; at < body.Length; at += piece)
        {
            _scan.Append(body.AsSpan(at, Math.Min(piece, body.Length - at)).ToArray());
        }

        _scan.End();
    }
}
