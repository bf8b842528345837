using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Collections;
using TokenUsage.Proofs.Admission;
using TokenUsage.Recording;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Recording;

/// <summary>Ten minutes without a store at 1,000 records a second, on a simulated clock; then SQLite is there again.</summary>
internal sealed class OutageProof : IProof
{
    private const int PerSecond = 1_000;
    private const int Burst = 100;
    private const double MaxExtraMebibytes = 64;
    private const double MinDrainPerSecond = 20_000;

    public string Name => "outage";

    public string Usage =>
        "a store that is down for ten minutes costs disk and no record [--minutes 10]; calls go on, bounded, while the "
        + "ledger's server is away: --ledger redis [--processes 4] [--seconds 3]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Has("ledger")) return await LedgerOutage.RunAsync(arguments, cancellationToken);

        int records = arguments.Number("minutes", 10) * 60 * PerSecond;
        string folder = Directory.CreateTempSubdirectory("tokenusage-outage-").FullName;
        try
        {
            return await RunAsync(folder, records, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(string folder, int records, CancellationToken cancellationToken)
    {
        string database = ProofMonitor.DatabaseIn(folder);
        await using var sqlite = new SqliteUsageStore(
            new SqliteStoreOptions { ConnectionString = $"Data Source={database}" });
        await sqlite.OpenAsync(cancellationToken);
        bool isDown = false;
        long firstCommit = 0;
        var store = new InterruptedStore(sqlite);
        store.At = (moment, _) =>
        {
            if (Volatile.Read(ref isDown)) throw new IOException("The store is down.");
            if (moment == AppendMoment.BeforeWrite) Interlocked.CompareExchange(ref firstCommit, Now(), 0);
            return Task.CompletedTask;
        };
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.BatchInterval = new RecordingOptions().BatchInterval;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var recorder = new UsageRecorder(
            store, Options.Create(options), clock, NullLogger<UsageRecorder>.Instance, []);

        // The whole way once, so that the compiler's memory is not taken for the outage's.
        await OfferAsync(recorder, clock, 5 * PerSecond);
        await DrainAsync(recorder, clock);
        Volatile.Write(ref isDown, true);
        double before = Mebibytes();
        double most = await OfferAsync(recorder, clock, records);
        double extra = Math.Max(most, Mebibytes()) - before;

        Interlocked.Exchange(ref firstCommit, 0);
        Volatile.Write(ref isDown, false);
        FlushReport report = await DrainAsync(recorder, clock);
        double perSecond = records / Stopwatch.GetElapsedTime(Interlocked.Read(ref firstCommit)).TotalSeconds;
        StoreContent audit = await StoreContent.OfSqliteAsync(database);
        int lost = records + (5 * PerSecond) - audit.Ids.Distinct().Count();
        bool held = report is { IsBalanced: true, Folded: 0, Dropped: 0 } && lost == 0 && audit.Faults.Count == 0
            && extra <= MaxExtraMebibytes && perSecond >= MinDrainPerSecond;
        Console.WriteLine(
            $"outage: {records} records at {PerSecond}/s (simulated), {lost} lost, {extra:0} MiB more memory (at most "
            + $"{MaxExtraMebibytes:0}), drained at {perSecond:0}/s (at least {MinDrainPerSecond:0}), "
            + $"{audit.Faults.Count} rollup or integrity faults: {(held ? "held" : "BROKEN")}");
        return held ? 0 : 1;
    }

    private static async Task<double> OfferAsync(UsageRecorder recorder, FakeTimeProvider clock, int records)
    {
        double most = 0;
        for (int i = 1; i <= records; i++)
        {
            DateTimeOffset now = clock.GetUtcNow();
            recorder.TryRecord(ProofRecords.Record(i) with { Id = GuidSource.Next(now), StartedAt = now });
            if (i % Burst != 0) continue;

            clock.Advance(TimeSpan.FromSeconds((double)Burst / PerSecond));
            await Task.Yield();
            if (i % (60 * PerSecond) == 0) most = Math.Max(most, Mebibytes());
        }

        return most;
    }

    private static async Task<FlushReport> DrainAsync(UsageRecorder recorder, FakeTimeProvider clock)
    {
        Task<FlushReport> flush = recorder.FlushAsync(TimeSpan.FromDays(1), CancellationToken.None).AsTask();
        while (!flush.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return await flush;
    }

    private static long Now() => Stopwatch.GetTimestamp();

    private static double Mebibytes()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }
}
