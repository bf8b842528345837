using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Recording;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Recording;

/// <summary>A database that another process keeps locked for a minute.</summary>
internal static class LockedDatabase
{
    private const int Records = 2_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    public static async Task<FaultLine> ForAMinuteAsync(string folder)
    {
        string database = ProofMonitor.DatabaseIn(folder);
        await using var store = new SqliteUsageStore(new SqliteStoreOptions
        {
            ConnectionString = $"Data Source={database}",
            BusyTimeout = TimeSpan.FromMilliseconds(5), // waited in real time; the recorder's own waiting is simulated
        });
        await store.OpenAsync(CancellationToken.None);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        FlushReport report;
        long retries;
        await using (var recorder = new UsageRecorder(
            store, Options.Create(ProofRecords.Journalled(folder)), clock, NullLogger<UsageRecorder>.Instance, []))
        {
            await using (var other = new SqliteConnection($"Data Source={database};Pooling=False"))
            {
                await other.OpenAsync();
                await using SqliteCommand begin = other.CreateCommand();
                begin.CommandText = "BEGIN IMMEDIATE";
                await begin.ExecuteNonQueryAsync();
                for (int i = 1; i <= Records; i++) recorder.TryRecord(ProofRecords.Record(i));
                for (TimeSpan passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(1); passed += Tick)
                    await AdvanceAsync(clock);
            }

            retries = recorder.Retries;
            Task<FlushReport> flush = recorder.FlushAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask();
            while (!flush.IsCompleted) await AdvanceAsync(clock);
            report = await flush;
        }

        StoreContent audit = await StoreContent.OfSqliteAsync(database);
        return new FaultLine(
            "database locked for a minute", report,
            report is { IsBalanced: true, Stored: Records } && audit.Ids.Count == Records && audit.Faults.Count == 0
                && retries > 0,
            $"{retries} attempts failed meanwhile");
    }

    // A little real time for each step of the clock: SQLite and the pool do not follow it.
    private static async Task AdvanceAsync(FakeTimeProvider clock)
    {
        clock.Advance(Tick);
        await Task.Delay(TimeSpan.FromMilliseconds(6), TimeProvider.System);
    }
}
