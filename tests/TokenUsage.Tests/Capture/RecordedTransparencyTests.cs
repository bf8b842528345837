using System.Net;
using System.Net.Http.Headers;
using TokenUsage.Tests.Providers;
using TokenUsage.Tests.Support;
using Exchange = TokenUsage.Tests.Providers.Recording;

namespace TokenUsage.Tests.Capture;

public sealed class RecordedTransparencyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public async Task Every_recorded_answer_reaches_the_caller_as_it_would_without_us(int pieceLength)
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);
        await using TestMonitor monitor = TestMonitor.Create();
        var differences = new List<string>();

        foreach (Exchange recording in Recordings.Read("*.har"))
        {
            byte[][] pieces = [.. recording.Body.Chunk(pieceLength)];
            string without = await SeenAsync(new HttpClient(new Replay(recording, pieces)), recording);
            string with = await SeenAsync(monitor.CreateHttpClient(new Replay(recording, pieces)), recording);
            if (with != without) differences.Add($"{recording.Id}: {without} became {with}");
        }

        differences.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_recorded_answer_that_breaks_half_way_breaks_with_the_same_exception()
    {
        Assert.SkipWhen(Recordings.Folder is null, Recordings.SkipReason);
        await using TestMonitor monitor = TestMonitor.Create();

        foreach (Exchange recording in Recordings.Read("*.har"))
        {
            var broken = new IOException("the connection was reset");
            byte[][] pieces = [recording.Body[..(recording.Body.Length / 2)]];
            using HttpClient http = monitor.CreateHttpClient(new Replay(recording, pieces, broken));

            Func<Task> reading = () => SeenAsync(http, recording);

            (await reading.Should().ThrowAsync<IOException>()).Which.Should().BeSameAs(broken);
        }
    }

    // Status, headers and bytes, as one text that can be compared.
    private static async Task<string> SeenAsync(HttpClient http, Exchange recording)
    {
        using HttpClient closing = http;
        using var request = new HttpRequestMessage(new HttpMethod(recording.Request.Method), recording.Request.Uri);
        using HttpResponseMessage response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using Stream stream = await response.Content.ReadAsStreamAsync(Token);
        byte[] hash = await System.Security.Cryptography.SHA256.HashDataAsync(stream, Token);
        return $"{(int)response.StatusCode} {response.Headers} {response.Content.Headers} {Convert.ToHexString(hash)}";
    }

    private sealed class Replay(Exchange recording, IReadOnlyList<byte[]> pieces, Exception? breaksWith = null)
        : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = recording.OpenHead();
            response.StatusCode = (HttpStatusCode)recording.Status;
            response.Content = new StreamContent(new PiecewiseStream(pieces, breaksWith));
            if (recording.MediaType is { } mediaType)
            {
                response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            }

            return Task.FromResult(response);
        }
    }
}
