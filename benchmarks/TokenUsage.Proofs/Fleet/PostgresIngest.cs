using System.Diagnostics;
using Npgsql;
using TokenUsage.Benchmarks;
using TokenUsage.PostgreSql;
using TokenUsage.PostgreSql.Records;
using TokenUsage.PostgreSql.Tests;

namespace TokenUsage.Proofs.Fleet;

/// <summary>Rows a second with all rollups, against a binary copy of the same rows into the same keyed table.</summary>
internal static class PostgresIngest
{
    private const double ToReach = 0.20;

    public static async Task<int> RunAsync(ProofArguments arguments)
    {
        if (PostgresServer.WhyNot is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 2;
        }

        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true);
        UsageRecord[] records = Records(arguments.Number("records", 100_000), arguments.Number("per-day", 20_000_000));
        var ratios = new List<double>();
        int rounds = arguments.Number("rounds", 3);
        for (int round = 0; round <= rounds; round++)
        {
            double copied = await CopyAsync(server, records, $"copy_{round}");
            double stored = await StoreAsync(
                server, records, $"store_{round}", arguments.Number("batch", 500), arguments.Number("writers", 1));
            if (round == 0) continue; // compiles and fills caches
            ratios.Add(stored / copied);
            Console.WriteLine($"  COPY {copied:N0} rows/s, store {stored:N0} rows/s, ratio {stored / copied:P0}");
        }

        double median = ratios.Order().ElementAt(ratios.Count / 2);
        Console.WriteLine($"ingest, postgres: ratio {median:P0}, to reach {ToReach:P0}");
        return median >= ToReach ? 0 : 1;
    }

    private static UsageRecord[] Records(int count, int perDay)
    {
        var workload = new StorageWorkload(perDay);
        return [.. Enumerable.Range(0, (count + StorageWorkload.BatchSize - 1) / StorageWorkload.BatchSize)
            .SelectMany(_ => workload.NextBatch()).Take(count)];
    }

    private static PostgreSqlStoreOptions Options(PostgresServer server, string schema) => new()
    {
        ConnectionString = server.ConnectionString,
        Schema = schema,
        OpenTimeout = TimeSpan.FromMinutes(1),
    };

    private static async Task<double> CopyAsync(PostgresServer server, UsageRecord[] records, string schema)
    {
        await using var store = new PostgreSqlUsageStore(Options(server, schema));
        await store.OpenAsync(CancellationToken.None);
        StoredRecord[] rows = [.. records.Select(r => new StoredRecord(r))];
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        foreach (DateOnly day in rows.Select(r => r.Day).Distinct())
        {
            await using var add = new NpgsqlCommand($"SELECT {schema}.add_partition('{day:yyyy-MM-dd}')", connection);
            await add.ExecuteNonQueryAsync();
        }

        long began = Stopwatch.GetTimestamp();
        await using (NpgsqlBinaryImporter importer = await connection.BeginBinaryImportAsync(
            $"COPY {schema}.usage_record ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (StoredRecord row in rows)
            {
                await importer.StartRowAsync();
                foreach (RecordColumn column in RecordColumns.All)
                {
                    await column.WriteAsync(importer, row, CancellationToken.None);
                }
            }

            await importer.CompleteAsync();
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await DropAsync(connection, schema);
        return records.Length / seconds;
    }

    private static async Task<double> StoreAsync(
        PostgresServer server, UsageRecord[] records, string schema, int batchSize, int writers)
    {
        await using var store = new PostgreSqlUsageStore(Options(server, schema));
        await store.OpenAsync(CancellationToken.None);
        await store.AppendAsync(records[..1], CancellationToken.None); // the day's partition is there, as above
        long began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            records.Chunk(batchSize),
            new ParallelOptions { MaxDegreeOfParallelism = writers },
            async (batch, token) => await store.AppendAsync(batch, token));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await DropAsync(connection, schema);
        return records.Length / seconds;
    }

    private static async Task DropAsync(NpgsqlConnection connection, string schema)
    {
        await using var drop = new NpgsqlCommand($"DROP SCHEMA {schema} CASCADE; CHECKPOINT", connection);
        await drop.ExecuteNonQueryAsync();
    }
}
