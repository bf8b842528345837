using System.Diagnostics;
using Microsoft.Data.Sqlite;
using TokenUsage.Aggregation;
using TokenUsage.Benchmarks;
using TokenUsage.Proofs.Fleet;
using TokenUsage.Reporting;
using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Storing;

/// <summary>A summary of 30 days by model, active users included, beside <c>GROUP BY</c> on the rows of the same file.</summary>
internal sealed class SummaryProof : IProof
{
    private const int Days = 30;
    private const int LeastFaster = 100;
    private const double MostMilliseconds = 50;
    private const string GroupBy =
        "SELECT model, count(*), sum(input), sum(output), sum(usd) FROM usage_record GROUP BY model";

    public string Name => "summary";

    public string Usage =>
        "30 days by model beside GROUP BY on the rows: --records 10000000 --rounds 20 [--store postgres]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("store", "sqlite") == "postgres")
            return await PostgresSummary.RunAsync(arguments, cancellationToken);

        int records = arguments.Number("records", 10_000_000);
        int rounds = arguments.Number("rounds", 20);
        using var folder = new ProofFolder();
        SqliteStoreOptions options = folder.StoreOptions;
        options.Synchronous = SqliteSynchronous.Normal; // the filling is not what is measured
        using var store = new SqliteUsageStore(options);
        await store.OpenAsync(cancellationToken);
        await FillAsync(store, records, cancellationToken);
        Console.WriteLine($"the file has {new FileInfo(folder.Database).Length >> 20:#,0} MiB");

        (double grouped, long rows) = MeasureGroupBy(folder);
        var stats = new UsageStats(store, new LiveTotals(), () => 0, TimeProvider.System);
        var times = new List<double>();
        UsageSummary summary = await QueryAsync(stats, cancellationToken);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            summary = await QueryAsync(stats, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        cpu = (Environment.CpuUsage.TotalTime - cpu) / rounds;
        double median = times.Order().ElementAt(rounds / 2);
        Console.WriteLine(
            $"GROUP BY {grouped:#,0} ms, summary {median:0.00} ms (median of {rounds}, most {times.Max():0.00}, "
            + $"processor {cpu.TotalMilliseconds:0.00} ms): "
            + $"{grouped / median:#,0} times faster (at least {LeastFaster}, at most {MostMilliseconds} ms)");
        Console.WriteLine(
            $"{summary.Groups.Count} models, {summary.Totals.Calls:#,0} calls of {rows:#,0} rows, "
            + $"{summary.Totals.ActiveUsers:#,0} active users");
        return grouped >= LeastFaster * median && median <= MostMilliseconds ? 0 : 1;
    }

    private static async Task FillAsync(SqliteUsageStore store, int records, CancellationToken cancellationToken)
    {
        var workload = new StorageWorkload(Math.Max(records / Days, 1));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < records; i += StorageWorkload.BatchSize)
            await store.AppendAsync(workload.NextBatch(), cancellationToken);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(
            $"filled {records:#,0} records in {took.TotalSeconds:0} s ({records / took.TotalSeconds:#,0}/s, "
            + "making them included)");
    }

    // The second run: the first one reads the file into the system's cache.
    private static (double Milliseconds, long Rows) MeasureGroupBy(ProofFolder folder)
    {
        using var connection = new SqliteConnection(
            folder.StoreOptions.ConnectionString + ";Pooling=false;Mode=ReadOnly");
        connection.Open();
        long rows = RunGroupBy(connection);
        long start = Stopwatch.GetTimestamp();
        RunGroupBy(connection);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, rows);
    }

    private static long RunGroupBy(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = GroupBy;
        using SqliteDataReader rows = command.ExecuteReader();
        long calls = 0;
        while (rows.Read()) calls += rows.GetInt64(1);
        return calls;
    }

    // Cut in the middle of a minute at both ends, as "the last 30 days" is.
    private static async Task<UsageSummary> QueryAsync(UsageStats stats, CancellationToken cancellationToken)
    {
        DateTimeOffset to = StorageWorkload.Start.AddDays(Days).AddSeconds(-100);
        var query = new UsageQuery
        {
            Range = TimeRange.Between(StorageWorkload.Start.AddSeconds(130), to),
            GroupBy = [Dimension.Model],
        };
        return await stats.QueryAsync(query, cancellationToken);
    }
}
