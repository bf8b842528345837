using System.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>A store that fails, refuses or hangs, and callers who lose their patience.</summary>
internal static class StoreFaults
{
    private const int Records = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<FaultLine> FailsEverySecondTimeAsync(string folder, AppendMoment moment)
    {
        int appends = 0;
        var store = new ModelStore
        {
            At = (at, _) => at == moment && Interlocked.Increment(ref appends) % 2 == 1
                ? throw new IOException("The connection is gone.")
                : Task.CompletedTask,
        };
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            $"store fails {moment}, every second time", report,
            report is { IsBalanced: true, Stored: Records } && store.HoldsExactly(Records));
    }

    public static async Task<FaultLine> OnePercentIsPoisonAsync(string folder)
    {
        var store = new ModelStore { IsPoison = record => record.Tokens.Input % 100 == 7 };
        await using UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);

        store.IsPoison = static _ => false;
        int redriven = await recorder.RedriveAsync(CancellationToken.None);
        FlushReport after = await recorder.FlushAsync(Patience, CancellationToken.None);
        bool held = report is { IsBalanced: true, Quarantined: Records / 100, Stored: Records - (Records / 100) }
            && after.IsBalanced && store.HoldsExactly(Records);
        return new FaultLine(
            "1 % poison in batches of 500", report, held, $"{redriven} redriven and stored afterwards");
    }

    /// <summary>Cancels a flush at its 1st, 2nd, 3rd … moment, until there is none left that was not cancelled.</summary>
    public static async Task<FaultLine> FlushCancelledAtEachMomentAsync(string folder)
    {
        FlushReport worst = new();
        bool held = true;
        int moment = 0;
        for (bool wasReached = true; wasReached;)
        {
            moment++;
            (wasReached, FlushReport report, bool isExact) =
                await CancelAsync(Path.Combine(folder, $"{moment}"), moment);
            held &= isExact && report.IsBalanced;
            worst = report;
        }

        return new FaultLine("flush cancelled at each moment", worst, held, $"{moment - 1} moments");
    }

    /// <summary>Does the same to the recorder's end: the store hangs there until the deadline breaks it off.</summary>
    public static async Task<FaultLine> StoppedAtEachMomentAsync(string folder)
    {
        FlushReport worst = new();
        bool held = true;
        int moment = 0;
        for (bool wasReached = true; wasReached;)
        {
            moment++;
            (wasReached, FlushReport report, bool isExact) = await StopAsync(Path.Combine(folder, $"{moment}"), moment);
            held &= isExact && report.IsBalanced;
            worst = report;
        }

        return new FaultLine("stopped at each moment, then started again", worst, held, $"{moment - 1} moments");
    }

    public static async Task<FaultLine> HangsAtTheEndAsync(string folder)
    {
        // Deaf to the token as well, which is the worst that a store can be.
        var store = new ModelStore { At = static (_, _) => new TaskCompletionSource().Task };
        UsageRecorder recorder = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        Offer(recorder, Records);
        long start = Stopwatch.GetTimestamp();
        await recorder.DisposeAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        store.At = static (_, _) => Task.CompletedTask;
        await using UsageRecorder next = ProofRecords.Recorder(store, ProofRecords.Journalled(folder));
        FlushReport report = await next.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            "stopped while the store hangs, then started again", report,
            report is { IsBalanced: true, Recovered: Records, Stored: Records } && recorder.Report().Pending == Records,
            $"stopped after {seconds:0.0} s of 2");
    }

    private static async Task<(bool WasReached, FlushReport Report, bool IsExact)> CancelAsync(
        string folder, int moment)
    {
        int seen = 0;
        using var cancel = new CancellationTokenSource();
        var store = new ModelStore
        {
            At = (_, _) =>
            {
                if (Interlocked.Increment(ref seen) == moment) cancel.Cancel();
                return Task.CompletedTask;
            },
        };
        RecordingOptions options = InBatchesOf100(folder);
        await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        Offer(recorder, 500);
        try
        {
            await recorder.FlushAsync(Patience, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            // What is asked for.
        }

        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        return (seen >= moment, report, store.HoldsExactly(500));
    }

    private static async Task<(bool WasReached, FlushReport Report, bool IsExact)> StopAsync(string folder, int moment)
    {
        int seen = 0;
        var store = new ModelStore
        {
            At = (_, token) => Interlocked.Increment(ref seen) == moment
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
                : Task.CompletedTask,
        };
        RecordingOptions options = InBatchesOf100(folder);
        options.DrainTimeout = TimeSpan.FromMilliseconds(100);
        UsageRecorder recorder = ProofRecords.Recorder(store, options);
        Offer(recorder, 500);
        await recorder.DisposeAsync();
        bool wasReached = seen >= moment;

        store.At = static (_, _) => Task.CompletedTask;
        await using UsageRecorder next = ProofRecords.Recorder(store, InBatchesOf100(folder));
        FlushReport report = await next.FlushAsync(Patience, CancellationToken.None);
        return (wasReached, report, store.HoldsExactly(500) && recorder.Report().IsBalanced);
    }

    private static RecordingOptions InBatchesOf100(string folder)
    {
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.BatchSize = 100;
        options.SegmentBytes = 64 * 1024;
        return options;
    }

    private static void Offer(UsageRecorder recorder, int count)
    {
        for (int i = 1; i <= count; i++) recorder.TryRecord(ProofRecords.Record(i));
    }
}
