using System.Text;
using TokenUsage.Capture;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class StreamUsageTests
{
    private static readonly string[] Answer =
    [
        """data: {"id":"c","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"Hi"}}],"usage":null}""",
        """data: {"id":"c","model":"gpt-4o-mini","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]"""
        + ""","usage":null}""",
        """data: {"id":"c","model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2"""
        + ""","total_tokens":11}}""",
        "data: [DONE]",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        """{"model":"m","stream":true}""",
        """{"stream_options":{"include_usage":true},"model":"m","stream":true}""")]
    [InlineData(
        """{"stream":true,"stream_options":{}}""",
        """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData(
        """{"stream":true,"stream_options":{"include_obfuscation":false}}""",
        """{"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}}""")]
    [InlineData("""{"stream":true,"stream_options":null}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    public void A_streamed_request_that_says_nothing_is_made_to_ask(string body, string rewritten) =>
        Encoding.UTF8.GetString(StreamUsageRequest.Rewrite(Encoding.UTF8.GetBytes(body))!).Should().Be(rewritten);

    [Theory]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","stream":false}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":false}}""")]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"messages":[{"content":{"stream":true}}]}""")]
    [InlineData("""{"stream":true""")]
    [InlineData("no json")]
    [InlineData("")]
    public void Any_other_request_is_left_as_it_is(string body) =>
        StreamUsageRequest.Rewrite(Encoding.UTF8.GetBytes(body)).Should().BeNull();

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 7)]
    [InlineData(true, 100_000)]
    [InlineData(false, 7)]
    public async Task The_event_that_was_not_asked_for_is_read_and_hidden(bool headersOnly, int pieceLength)
    {
        await using TestMonitor monitor = TestMonitor.Create();
        byte[] body = Encoding.UTF8.GetBytes(string.Concat(Answer.Select(e => e + "\n\n")));
        var provider = new StubProvider([.. body.Chunk(pieceLength)], "text/event-stream");
        using HttpClient http = monitor.CreateHttpClient(provider, new CaptureOptions { RequestStreamUsage = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl)
        {
            Content = new StringContent("""{"model":"gpt-4o-mini","stream":true}""", Encoding.UTF8, "application/json"),
        };

        using HttpResponseMessage response = await http.SendAsync(
            request, headersOnly ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead,
            Token);
        string seen = await response.Content.ReadAsStringAsync(Token);

        seen.Should().Be(string.Concat(new[] { Answer[0], Answer[1], Answer[3] }.Select(e => e + "\n\n")));
        Encoding.UTF8.GetString(provider.LastRequestBody).Should().Contain("include_usage");
        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Tokens.Should().Be(new TokenCounts { Input = 9, Output = 2 });
        record.Source.Should().Be(UsageSource.Reported);
    }

    [Fact]
    public async Task A_stream_the_caller_leaves_is_read_on_when_that_is_wanted()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(
            StubProvider.Events(WireAnswers.MessageStream),
            new CaptureOptions { DrainOnAbort = TimeSpan.FromSeconds(30) });
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.MessagesUrl);

        using (HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token))
        {
            await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
            (await stream.ReadAsync(new byte[100_000], Token)).Should().BePositive();
        }

        UsageRecord record = await monitor.SingleRecordAsync();
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Source.Should().Be(UsageSource.Reported);
        record.Tokens.Output.Should().Be(42);
    }
}
