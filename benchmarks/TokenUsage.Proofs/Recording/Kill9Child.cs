using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>The process that is killed: records as fast as it can, and says each id that was acknowledged.</summary>
internal static class Kill9Child
{
    private const int WarmUpRecords = 300;
    private const int InFlight = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Acknowledgement kind, string server)
    {
        Durability durability = kind == Acknowledgement.Memory ? Durability.Memory : Durability.Journal;
        await WarmUpAsync(kind, durability, server.Length == 0 ? null : server);

        // Warm and with nothing open: from here on the kill may come, and meets the code and not the compiler.
        await using Stream output = Console.OpenStandardOutput();
        output.Write(Guid.Empty.ToByteArray());
        string? place = await Console.In.ReadLineAsync();
        if (string.IsNullOrEmpty(place)) return 0;

        await using TokenMonitor monitor = KilledStore.Parse(place).Open(durability);
        await RecordAsync(monitor.Tracker, kind, output, long.MaxValue);
        return 0;
    }

    private static async Task WarmUpAsync(Acknowledgement kind, Durability durability, string? server)
    {
        var store = KilledStore.Create(server);
        await using (TokenMonitor monitor = store.Open(durability))
        {
            await RecordAsync(monitor.Tracker, kind, Stream.Null, WarmUpRecords);
            await monitor.Tracker.FlushAsync(Patience);
        }

        await store.DeleteAsync();
    }

    private static Task RecordAsync(ITokenTracker tracker, Acknowledgement kind, Stream output, long count)
    {
        if (kind != Acknowledgement.Journal)
        {
            long share = count / InFlight;
            return Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => AwaitEachAsync(tracker, output, share)));
        }

        for (long i = 1; i <= count; i++)
        {
            UsageRecord record = ProofRecords.Record(i);
            if (tracker.TryRecord(record)) output.Write(record.Id.ToByteArray());
        }

        return Task.CompletedTask;
    }

    private static async Task AwaitEachAsync(ITokenTracker tracker, Stream output, long count)
    {
        for (long i = 1; i <= count; i++)
        {
            UsageRecord record = ProofRecords.Record(i);
            await tracker.RecordAsync(record);

            // One write of 16 bytes to a pipe is whole or not there; no lock is needed.
            output.Write(record.Id.ToByteArray());
        }
    }
}
