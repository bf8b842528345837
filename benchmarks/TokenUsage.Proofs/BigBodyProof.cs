using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace TokenUsage.Proofs;

/// <summary>Bodies that no memory should hold pass through the handler, and what that takes is measured.</summary>
internal sealed class BigBodyProof : IProof
{
    private const long MostExtra = 2 << 20;
    private const int BufferLength = 64 * 1024;
    private const string Url = "https://api.openai.com/v1/chat/completions";
    private const string Counts = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":8,\"total_tokens\":15}}";

    public string Name => "bigbody";

    public string Usage => "a single-line stream and a gzip bomb through the handler in 2 MiB: --megabytes 1024";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        long length = arguments.Number("megabytes", 1024) * (1L << 20);
        var line = new EndlessText(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"",
            length,
            "\"}}]," + Counts + "\n\ndata: [DONE]\n\n");
        bool isHeld = await PassAsync("one line of server-sent events", line, line.Length, null, cancellationToken)
            .ConfigureAwait(false);

        // Just under the gibibyte at which a decoder of ours lets go.
        long inflated = Math.Min(length, (1L << 30) - (1 << 20));
        byte[] bomb = await CompressAsync(inflated, cancellationToken).ConfigureAwait(false);
        Console.WriteLine(Invariant($"gzip of {inflated:N0} bytes: {bomb.Length:N0}, 1:{inflated / bomb.Length}"));
        using var compressed = new MemoryStream(bomb);
        isHeld &= await PassAsync("gzip bomb", compressed, bomb.Length, "gzip", cancellationToken)
            .ConfigureAwait(false);
        return isHeld ? 0 : 1;
    }

    private static async Task<bool> PassAsync(
        string name, Stream body, long length, string? encoding, CancellationToken cancellationToken)
    {
        await using TokenMonitor monitor = TokenMonitor.Create();
        using var http = new HttpClient(monitor.CreateHandler(new BodyHandler(body, encoding)));
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new StringContent("{}") };
        byte[] buffer = new byte[BufferLength];

        long heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        using var process = Process.GetCurrentProcess();
        long setBefore = process.WorkingSet64;
        long started = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await http
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        Stream answer = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        long passed = 0;
        long heap = 0;
        int read;
        while ((read = await answer.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (passed >> 24 != (passed + read) >> 24) heap = Math.Max(heap, GC.GetTotalMemory(false));
            passed += read;
        }

        heap = Math.Max(heap, GC.GetTotalMemory(false)) - heapBefore;
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        process.Refresh();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(10), cancellationToken).ConfigureAwait(false);
        UsageRecord record = await FirstAsync(monitor, cancellationToken).ConfigureAwait(false);
        bool isRight = passed == length && record.Tokens is { Input: 7, Output: 8 } && heap <= MostExtra;
        Console.WriteLine(Invariant(
            $"{name}: {passed:N0} of {length:N0} bytes passed in {seconds:F1} s; extra memory: heap {heap:N0}, ")
            + Invariant($"allocated in all {allocated:N0}, working set {process.WorkingSet64 - setBefore:N0}; ")
            + Invariant($"counts {record.Tokens.Input}/{record.Tokens.Output} {record.Source}: ")
            + (isRight ? "held" : "BROKEN"));
        return isRight;
    }

    private static async Task<UsageRecord> FirstAsync(TokenMonitor monitor, CancellationToken cancellationToken)
    {
        var lately = new UsageQuery { Range = TimeRange.Last(TimeSpan.FromHours(1)) };
        await foreach (UsageRecord record in monitor.Stats.ReadAsync(lately, cancellationToken).ConfigureAwait(false))
        {
            return record;
        }

        throw new InvalidOperationException("The call left no record.");
    }

    private static async Task<byte[]> CompressAsync(long length, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var text = new EndlessText(
                "{\"choices\":[{\"message\":{\"content\":\"", length, "\"},\"finish_reason\":\"stop\"}]," + Counts);
            await text.CopyToAsync(gzip, BufferLength, cancellationToken).ConfigureAwait(false);
        }

        return compressed.ToArray();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class BodyHandler(Stream body, string? encoding) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(body, BufferLength);
            content.Headers.ContentType =
                new MediaTypeHeaderValue(encoding is null ? "text/event-stream" : "application/json");
            if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
