using System.Diagnostics;
using Npgsql;
using TokenUsage.Aggregation;
using TokenUsage.Benchmarks;
using TokenUsage.PostgreSql;
using TokenUsage.PostgreSql.Tests;
using TokenUsage.Reporting;

namespace TokenUsage.Proofs.Fleet;

/// <summary>The summary of 30 days by model, against the same question put to the records themselves.</summary>
internal static class PostgresSummary
{
    private static readonly TimeSpan ToReach = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (PostgresServer.WhyNot is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 2;
        }

        int records = arguments.Number("records", 10_000_000);
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var store = new PostgreSqlUsageStore(
            new PostgreSqlStoreOptions
            {
                ConnectionString = server.ConnectionString,
                OpenTimeout = TimeSpan.FromMinutes(1),
            });
        await store.OpenAsync(cancellationToken);
        await FillAsync(store, records, cancellationToken);
        await store.MergeAsync(cancellationToken);

        var stats = new UsageStats(store, new LiveTotals(), () => 0, TimeProvider.System);
        var query = new UsageQuery
        {
            Range = TimeRange.Between(StorageWorkload.Start, StorageWorkload.Start.AddDays(30)),
            GroupBy = [Dimension.Model],
        };
        TimeSpan ours = await MedianAsync(async () => await stats.QueryAsync(query, cancellationToken));
        string patient = server.ConnectionString + ";Command Timeout=600";
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(patient);
        TimeSpan raw = await MedianAsync(async () =>
        {
            await using NpgsqlCommand command = database.CreateCommand(
                """
                SELECT model, count(*), sum(total_tokens), sum(total_cost), count(DISTINCT user_id)
                FROM token_usage.token_usage GROUP BY model
                """);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
            }
        });
        Console.WriteLine(
            $"summary, postgres: {records:N0} records, {ours.TotalMilliseconds:N1} ms, to reach "
            + $"{ToReach.TotalMilliseconds:N0} ms; GROUP BY on the records {raw.TotalMilliseconds:N0} ms, "
            + $"{raw / ours:N0} times as long");
        return ours <= ToReach ? 0 : 1;
    }

    private static async Task FillAsync(PostgreSqlUsageStore store, int records, CancellationToken cancellationToken)
    {
        const int BatchSize = 5_000;
        var workload = new StorageWorkload(records / 30);
        for (int stored = 0; stored < records; stored += BatchSize)
        {
            UsageRecord[] batch =
            [
                .. Enumerable.Range(0, BatchSize / StorageWorkload.BatchSize).SelectMany(_ => workload.NextBatch()),
            ];
            await store.AppendAsync(batch, cancellationToken);
        }
    }

    private static async Task<TimeSpan> MedianAsync(Func<Task> question)
    {
        const int Times = 5;
        var times = new List<TimeSpan>();
        for (int i = 0; i <= Times; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await question();
            if (i > 0) times.Add(Stopwatch.GetElapsedTime(began));
        }

        return times.Order().ElementAt(Times / 2);
    }
}
