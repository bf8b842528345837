using System.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>A store that fails, refuses, hangs or is away.</summary>
internal static class StoreFaults
{
    private const int Records = 5_000;
    private const int OutageRecords = 600_000;
    private const double MaxExtraMebibytes = 64;
    private const double MinDrainPerSecond = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<FaultLine> FailsEverySecondAppendAsync(string folder, bool afterCommit)
    {
        int appends = 0;
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        store.Fault = (_, isCommitted, _) => isCommitted == afterCommit && Interlocked.Increment(ref appends) % 2 == 1
            ? throw new IOException("The connection is gone.")
            : Task.CompletedTask;
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);

        string step = afterCommit ? "after its commit" : "before its commit";
        return new FaultLine(
            $"store fails {step}, every second time", report, report.IsBalanced && IsComplete(store, Records));
    }

    public static async Task<FaultLine> OnePercentIsPoisonAsync(string folder)
    {
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        store.IsPoison = record => record.Tokens.Input % 100 == 7;
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);

        bool held = report is { IsBalanced: true, Quarantined: Records / 100, Stored: Records - (Records / 100) };
        return new FaultLine("1 % poison in batches of 500", report, held);
    }

    public static async Task<FaultLine> HangsAtTheEndAsync(string folder)
    {
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));

        // Deaf to the token as well, which is the worst that a store can be.
        store.Fault = static (_, _, _) => new TaskCompletionSource().Task;
        UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        long start = Stopwatch.GetTimestamp();
        await recorder.DisposeAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        store.Fault = static (_, _, _) => Task.CompletedTask;
        await using UsageRecorder next = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        FlushReport report = await next.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            "stopped while the store hangs, then started again", report,
            report is { IsBalanced: true, Recovered: Records, Stored: Records } && recorder.Report().Pending == Records,
            $"stopped after {seconds:0.0} s of 2");
    }

    public static async Task<FaultLine> DownForTenMinutesAsync(string folder)
    {
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        bool isDown = true;
        store.Fault = (_, _, _) => Volatile.Read(ref isDown)
            ? throw new IOException("The store is down.")
            : Task.CompletedTask;
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        double before = Mebibytes();
        Offer(recorder, OutageRecords);
        double extra = Mebibytes() - before;

        Volatile.Write(ref isDown, false);
        while (store.Written.Count == 0) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

        long start = Stopwatch.GetTimestamp();
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        double perSecond = OutageRecords / Stopwatch.GetElapsedTime(start).TotalSeconds;
        bool held = report.IsBalanced && IsComplete(store, OutageRecords)
            && extra <= MaxExtraMebibytes && perSecond >= MinDrainPerSecond;
        return new FaultLine(
            "store down for 600,000 records", report, held, $"{extra:0} MiB more, drained at {perSecond:0}/s");
    }

    private static void Offer(UsageRecorder recorder, int count)
    {
        for (int i = 1; i <= count; i++) recorder.TryRecord(ProofRecords.Record(i));
    }

    private static bool IsComplete(AppendOnlyStore store, int count) =>
        store.Written.Count == count && store.Written.Distinct().Count() == count;

    private static double Mebibytes()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }
}
