using System.Text;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Capture;

/// <summary>Many streams are open at once, in the middle of an event, and each costs us little.</summary>
internal sealed class StreamsProof : IProof
{
    private const int MostBytes = 4096;

    // Cut inside the second event's text, where a scanner has the most to remember.
    private static readonly byte[] Begun = Encoding.UTF8.GetBytes(
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-mini\","
        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"One \"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o-mini\","
        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"two");

    public string Name => "streams";

    public string Usage => "bytes of ours for each open stream: --streams 10000";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int streams = arguments.Number("streams", 10_000);
        await using TokenMonitor monitor = TokenMonitor.Create(builder => builder.Services.AddTokenMonitoring(
            options => options.Recording.Durability = Durability.Memory));

        // One before, so that what is made once is not charged to the many.
        var held = new TaskCompletionSource<int>();
        await MeasureAsync(new StreamingStub(Begun, held.Task), 1, held, cancellationToken);
        held = new TaskCompletionSource<int>();
        await MeasureAsync(monitor.CreateHandler(new StreamingStub(Begun, held.Task)), 1, held, cancellationToken);

        held = new TaskCompletionSource<int>();
        long bare = await MeasureAsync(new StreamingStub(Begun, held.Task), streams, held, cancellationToken);
        held = new TaskCompletionSource<int>();
        long monitored = await MeasureAsync(
            monitor.CreateHandler(new StreamingStub(Begun, held.Task)), streams, held, cancellationToken);

        long each = (monitored - bare) / streams;
        Console.WriteLine(
            $"{streams:N0} open streams: {bare / streams:N0} B each without us, {monitored / streams:N0} B with us, "
            + $"{each:N0} B of ours (at most {MostBytes:N0})");
        return each <= MostBytes ? 0 : 1;
    }

    private static async Task<long> MeasureAsync(
        HttpMessageHandler handler, int streams, TaskCompletionSource<int> held, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var open = new OpenStream[streams];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < streams; i++) open[i] = await OpenStream.BeginAsync(http, cancellationToken);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        held.SetResult(0);
        foreach (OpenStream stream in open) await stream.EndAsync();
        return bytes;
    }
}
