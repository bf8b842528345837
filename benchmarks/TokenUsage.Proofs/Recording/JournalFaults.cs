using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>A journal that is damaged, full, or written after the end.</summary>
internal static class JournalFaults
{
    private const int Records = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<FaultLine> DamagedAsync(string folder, string damage, Action<byte[]> inflict)
    {
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        RecordingOptions options = ProofRecords.Journalled(folder);
        await LeaveBehindAsync(store, options, Records);
        foreach (string path in Directory.EnumerateFiles(folder, "*.seg", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(path);
            inflict(bytes);
            await File.WriteAllBytesAsync(path, bytes);
        }

        await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            $"segment: {damage}", report, report is { IsBalanced: true, Dropped: 0, Pending: 0 },
            $"{100.0 * report.Stored / Records:0.0} % recovered");
    }

    public static async Task<FaultLine> RecordedAfterTheEndAsync(string folder)
    {
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        RecordingOptions options = ProofRecords.Journalled(folder);
        UsageRecorder stopped = ProofRecords.Recorder(store, options);
        await stopped.DisposeAsync();
        for (int i = 1; i <= 50; i++) stopped.TryRecord(ProofRecords.Record(i));

        await using UsageRecorder next = ProofRecords.Recorder(store, options);
        FlushReport report = await next.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            "50 records after the end", report, report is { IsBalanced: true, Recovered: 50, Stored: 50 });
    }

    /// <param name="folder">A file system of its own, of 16 MiB or so.</param>
    public static async Task<FaultLine> DiskFullAsync(string folder)
    {
        string storeFolder = Directory.CreateTempSubdirectory("tokenusage-faults-").FullName;
        const int Count = 200_000;
        bool isDown = true;
        using var store = new AppendOnlyStore(Path.Combine(storeFolder, "store"));
        store.Fault = (_, _, _) => Volatile.Read(ref isDown)
            ? throw new IOException("The store is down.")
            : Task.CompletedTask;
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        for (int i = 1; i <= Count; i++) recorder.TryRecord(ProofRecords.Record(i));
        Volatile.Write(ref isDown, false);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);

        long expected = ((long)Count * (Count + 1) / 2) + Count;
        Directory.Delete(storeFolder, recursive: true);
        return new FaultLine(
            "disk full", report, report is { IsBalanced: true, Dropped: 0 } && store.Tokens == expected,
            $"totals off by {store.Tokens - expected} tokens");
    }

    private static async Task LeaveBehindAsync(AppendOnlyStore store, RecordingOptions options, int count)
    {
        store.Fault = static (_, _, _) => throw new IOException("The store is down.");
        UsageRecorder recorder = ProofRecords.Recorder(store, options);
        for (int i = 1; i <= count; i++) recorder.TryRecord(ProofRecords.Record(i));
        await recorder.DisposeAsync();
        store.Fault = static (_, _, _) => Task.CompletedTask;
    }
}
