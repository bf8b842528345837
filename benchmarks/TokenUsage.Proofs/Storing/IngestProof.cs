using System.Diagnostics;
using Microsoft.Data.Sqlite;
using TokenUsage.Benchmarks;
using TokenUsage.Proofs.Fleet;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Storing;

/// <summary>Appends with all rollups beside raw prepared inserts of the same rows into the same keyed table, turn by turn.</summary>
internal sealed class IngestProof : IProof
{
    private const double Least = 0.5;

    public string Name => "ingest";

    public string Usage =>
        "SQLite ingest beside raw inserts: --records 64000 --rounds 5 --per-day 20000000 --merge-every 64; --store "
        + "postgres beside COPY, with --batch 500 --writers 1";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("store", "sqlite") == "postgres") return await PostgresIngest.RunAsync(arguments);

        int records = arguments.Number("records", 64_000);
        int rounds = arguments.Number("rounds", 5);
        int mergeEvery = arguments.Number("merge-every", 64);
        var workload = new StorageWorkload(arguments.Number("per-day", 20_000_000));
        UsageRecord[][] batches =
            [.. Enumerable.Range(0, records / StorageWorkload.BatchSize).Select(_ => workload.NextBatch())];
        var raw = new List<double>();
        var full = new List<double>();
        TimeSpan rawCpu = default;
        TimeSpan fullCpu = default;
        for (int round = -1; round < rounds; round++) // the first one warms up
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            double rawRate = records / MeasureRaw(batches).TotalSeconds;
            TimeSpan middle = Environment.CpuUsage.TotalTime;
            double fullRate = records / (await MeasureAsync(batches, mergeEvery, cancellationToken)).TotalSeconds;
            if (round < 0) continue;
            rawCpu += middle - start;
            fullCpu += Environment.CpuUsage.TotalTime - middle;
            raw.Add(rawRate);
            full.Add(fullRate);
        }

        double ratio = Median(full) / Median(raw);
        Console.WriteLine(
            $"raw {Median(raw):#,0} rows/s, with all rollups {Median(full):#,0} rows/s, ratio {ratio:0.000} "
            + $"(medians of {rounds} rounds of {records:#,0}; at least {Least})");
        Console.WriteLine(
            "processor time a row, opening and preparing included: raw "
            + $"{rawCpu.TotalMicroseconds / rounds / records:0.0} µs, "
            + $"with all rollups {fullCpu.TotalMicroseconds / rounds / records:0.0} µs");
        return ratio >= Least ? 0 : 1;
    }

    private static TimeSpan MeasureRaw(UsageRecord[][] batches)
    {
        using var folder = new ProofFolder();
        using (var store = new SqliteUsageStore(folder.StoreOptions)) Open(store);
        using var connection = new SqliteConnection(folder.StoreOptions.ConnectionString + ";Pooling=false");
        connection.Open();
        using var insert = new StorageRawInsert(connection, batches);
        long start = Stopwatch.GetTimestamp();
        insert.Run();
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> MeasureAsync(
        UsageRecord[][] batches, int mergeEvery, CancellationToken cancellationToken)
    {
        using var folder = new ProofFolder();
        using var store = new SqliteUsageStore(folder.StoreOptions) { MergeEvery = mergeEvery };
        Open(store);
        long start = Stopwatch.GetTimestamp();
        foreach (UsageRecord[] batch in batches) await store.AppendAsync(batch, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }

    private static void Open(SqliteUsageStore store) =>
        store.OpenAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
