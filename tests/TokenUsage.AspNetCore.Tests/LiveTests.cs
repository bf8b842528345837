using System.IO.Compression;
using System.Net;

namespace TokenUsage.AspNetCore.Tests;

public sealed class LiveTests
{
    [Fact]
    public async Task What_is_recorded_appears_in_the_stream()
    {
        await using TestSite site = await TestSite.OpenAsync();
        using StreamReader stream = await OpenAsync(site, "/usage/api/live?user=alice");

        await site.RecordAsync(TestSite.Record("gpt-4o", "bob"), TestSite.Record("o3", "alice"));
        (_, string kind, string data) = await ReadCallAsync(stream);

        kind.Should().Be("callCompleted");
        data.Should().Contain("\"model\":\"o3\"");
    }

    [Fact]
    public async Task A_reader_that_comes_back_goes_on_after_the_last_event_it_saw()
    {
        await using TestSite site = await TestSite.OpenAsync();
        string seen;
        using (StreamReader stream = await OpenAsync(site, "/usage/api/live"))
        {
            await site.RecordAsync(TestSite.Record("first", "alice"));
            (seen, _, _) = await ReadCallAsync(stream);
        }

        await site.RecordAsync(TestSite.Record("second", "alice"));
        using StreamReader again = await OpenAsync(site, "/usage/api/live", ("Last-Event-ID", seen));
        (_, _, string data) = await ReadCallAsync(again);

        data.Should().Contain("\"model\":\"second\"");
    }

    [Fact]
    public async Task A_tenant_hears_of_its_own_calls_only()
    {
        await using TestSite site = await TestSite.OpenAsync(
            o => o.Access = _ => UsageAccess.Only(Dimension.Project, "acme"));
        using StreamReader stream = await OpenAsync(site, "/usage/api/live");

        await site.RecordAsync(
            TestSite.Record("theirs", "bob", project: "globex"), TestSite.Record("ours", "ann", project: "acme"));
        (_, _, string data) = await ReadCallAsync(stream);

        data.Should().Contain("\"model\":\"ours\"");
    }

    [Fact]
    public async Task There_is_an_end_to_the_number_of_streams()
    {
        await using TestSite site = await TestSite.OpenAsync(o => o.MostLiveStreams = 1);
        using StreamReader first = await OpenAsync(site, "/usage/api/live");

        using HttpResponseMessage second = await site.GetAsync("/usage/api/live");

        second.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("br, gzip;q=0", "br")]
    [InlineData("br, gzip", "gzip")]
    public async Task A_reader_that_asks_for_it_gets_each_event_compressed_and_at_once(string accepted, string used)
    {
        await using TestSite site = await TestSite.OpenAsync();
        using HttpResponseMessage response =
            await SendAsync(site, "/usage/api/live?compress=true", ("Accept-Encoding", accepted));
        Stream body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream plain = used == "gzip"
            ? new GZipStream(body, CompressionMode.Decompress) : new BrotliStream(body, CompressionMode.Decompress);
        using var stream = new StreamReader(plain);

        await site.RecordAsync(TestSite.Record("o3", "alice"));
        (_, _, string data) = await ReadCallAsync(stream);

        response.Content.Headers.ContentEncoding.Should().Equal(used);
        data.Should().Contain("\"model\":\"o3\"");
    }

    [Theory]
    [InlineData("/usage/api/live", "gzip, br")]
    [InlineData("/usage/api/live?compress=true", "zstd, gzip;q=0")]
    public async Task Nothing_is_compressed_that_was_not_asked_for_or_cannot_be_read(string path, string accepted)
    {
        await using TestSite site = await TestSite.OpenAsync();

        using HttpResponseMessage response = await SendAsync(site, path, ("Accept-Encoding", accepted));

        response.Content.Headers.ContentEncoding.Should().BeEmpty();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestSite site, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await site.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<StreamReader> OpenAsync(
        TestSite site, string path, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = await SendAsync(site, path, headers);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).Should().StartWith("retry:");
        return reader;
    }

    private static async Task<(string Id, string Kind, string Data)> ReadCallAsync(StreamReader stream)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        string id = "", kind = "";
        while (true)
        {
            string line = await stream.ReadLineAsync(deadline.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
            bool isData = line.StartsWith("data: ", StringComparison.Ordinal);

            // On a busy machine the monitor has news of itself in between.
            if (isData && kind == "callCompleted") return (id, kind, line[6..]);
        }
    }
}
