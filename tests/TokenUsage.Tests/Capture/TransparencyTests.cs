using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class TransparencyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_is_sent_as_the_caller_made_it_and_stays_his()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        StubProvider provider = StubProvider.Json(WireAnswers.Chat);
        using HttpClient http = monitor.CreateHttpClient(provider);
        byte[] bytes = Encoding.UTF8.GetBytes(WireAnswers.ChatRequest);
        var content = new StreamContent(new MemoryStream(bytes));
        content.Headers.Add("x-of-the-content", ["one", "two"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl) { Content = content };

        using HttpResponseMessage response = await http.SendAsync(request, Token);

        provider.LastRequestBody.Should().Equal(bytes);
        request.Content.Should().BeSameAs(content);
        request.Options.Should().BeEmpty();
        (await monitor.RecordsAsync()).Should().ContainSingle().Which.RequestedModel.Should().Be("gpt-4o-mini");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_answer_passes_untouched_and_is_read_all_the_same(string encoding)
    {
        await using TestMonitor monitor = TestMonitor.Create();
        byte[] compressed = Compress(Encoding.UTF8.GetBytes(WireAnswers.Chat), encoding);
        byte[][] pieces = [.. compressed.Chunk(7)];
        using HttpClient http = monitor.CreateHttpClient(new StubProvider(pieces) { ContentEncoding = encoding });

        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        (await response.Content.ReadAsByteArrayAsync(Token)).Should().Equal(compressed);
        response.Content.Headers.ContentEncoding.Should().Equal(encoding);
        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Tokens.Input.Should().Be(120);
    }

    [Theory]
    [InlineData("{\"usage\":")]
    [InlineData("{\"usage\":{\"prompt_tokens\":")]
    [InlineData("\"")]
    [InlineData("]]]]}}}}")]
    [InlineData("{\"usage\":\"none\",\"model\":[1,2]}")]
    [InlineData("not json at all")]
    [InlineData("")]
    public async Task A_malformed_answer_never_disturbs_the_call(string body)
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(body));

        using HttpResponseMessage response = await http.PostAsync(WireAnswers.ChatUrl, Body(), Token);

        (await response.Content.ReadAsStringAsync(Token)).Should().Be(body);
        (await monitor.RecordsAsync()).Should().ContainSingle().Which.Source.Should().Be(UsageSource.Unreported);
    }

    [Fact]
    public async Task A_body_of_100_megabytes_passes_byte_for_byte()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        byte[] piece = Encoding.UTF8.GetBytes(new string('x', 1024 * 1024));
        byte[][] pieces =
        [
            "{\"choices\":[{\"message\":{\"content\":\""u8.ToArray(),
            .. Enumerable.Repeat(piece, 100),
            "\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6,\"total_tokens\":11}}"u8.ToArray(),
        ];
        using HttpClient http = monitor.CreateHttpClient(new StubProvider(pieces));
        using var request = new HttpRequestMessage(HttpMethod.Post, WireAnswers.ChatUrl) { Content = Body() };

        using HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token);
        byte[] seen = await SHA256.HashDataAsync(await response.Content.ReadAsStreamAsync(Token), Token);

        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in pieces) sent.AppendData(part);
        seen.Should().Equal(sent.GetHashAndReset());
        (await monitor.RecordsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_larger_than_the_client_allows_fails_as_it_would_without_us()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using HttpClient http = monitor.CreateHttpClient(StubProvider.Json(WireAnswers.Chat));
        using var bare = new HttpClient(StubProvider.Json(WireAnswers.Chat));
        http.MaxResponseContentBufferSize = bare.MaxResponseContentBufferSize = 100;

        HttpRequestException ours = await FailureAsync(http);
        HttpRequestException theirs = await FailureAsync(bare);

        ours.Message.Should().Be(theirs.Message);
        ours.HttpRequestError.Should().Be(theirs.HttpRequestError);
    }

    private static async Task<HttpRequestException> FailureAsync(HttpClient http)
    {
        Func<Task> call = () => http.PostAsync(WireAnswers.ChatUrl, Body(), Token);
        return (await call.Should().ThrowAsync<HttpRequestException>()).Which;
    }

    private static StringContent Body() => new(WireAnswers.ChatRequest, Encoding.UTF8, "application/json");

    private static byte[] Compress(byte[] bytes, string encoding)
    {
        var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Optimal),
            _ => new BrotliStream(compressed, CompressionLevel.Optimal),
        })
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}
