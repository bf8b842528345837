using System.Diagnostics;

namespace TokenUsage.Proofs.Web;

/// <summary>One subscriber of the live stream, as a browser is one: counts events, and how long it ever waited for the next.</summary>
internal sealed class LiveReader(HttpClient http, Uri address)
{
    private long _last;

    public long Events { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response =
            await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[8 * 1024];
        _last = Stopwatch.GetTimestamp();
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0) Take(buffer.AsSpan(0, read));
        }
        catch (OperationCanceledException)
        {
            // The proof has seen enough.
        }
    }

    // Events that lie across two reads are missed; the figure that counts is the wait.
    private void Take(ReadOnlySpan<byte> bytes)
    {
        int events = bytes.Count("\ndata: "u8);
        if (events == 0) return;

        TimeSpan wait = Stopwatch.GetElapsedTime(_last);
        if (wait > LongestWait) LongestWait = wait;
        _last = Stopwatch.GetTimestamp();
        Events += events;
    }
}
