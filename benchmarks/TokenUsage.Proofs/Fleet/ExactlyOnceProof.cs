using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TokenUsage.PostgreSql;
using TokenUsage.PostgreSql.Tests;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Fleet;

/// <summary>Many processes deliver the same events again and again, while their connections are torn under them.</summary>
internal sealed class ExactlyOnceProof : IProof
{
    public string Name => "exactly-once";

    public string Usage =>
        "every event once, however often delivered [--store postgres] [--events 1000000] [--deliveries 10] "
        + "[--processes 4] [--tear-every 200 (ms)]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Has("child")) return await DeliveringProcess.RunAsync(arguments);
        if (PostgresServer.WhyNot is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 2;
        }

        int events = arguments.Number("events", 1_000_000);
        DateTimeOffset start = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-3);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true);
        await using var proxy = new ResettingProxy(server.Port);
        long began = Stopwatch.GetTimestamp();
        Process[] children = [.. StartChildren(arguments, server, proxy, start)];
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(int Resets, int Terminations)> tearing = TearAsync(
            server, proxy, arguments.Number("tear-every", 200), done.Token);
        string[] lines = await ProofProcess.LastLinesAsync(children);
        await done.CancelAsync();
        (int resets, int terminations) = await tearing;
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        int[][] counts =
            [.. lines.Select(l => l.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        int deadlocks = counts.Sum(c => c[2]);
        Console.WriteLine(
            $"exactly-once: {events:N0} events delivered {arguments.Number("deliveries", 10)} times in {seconds:N0} s; "
            + $"{resets} connections reset, {terminations} backends terminated, "
            + $"{counts.Sum(c => c[1])} batches sent again, {deadlocks} deadlocks surfaced");
        int faults = await CheckAsync(server, new NumberedEvents(start), events);
        return faults + deadlocks == 0 ? 0 : 1;
    }

    private static IEnumerable<Process> StartChildren(
        ProofArguments arguments, PostgresServer server, ResettingProxy proxy, DateTimeOffset start)
    {
        string place = server.ConnectionString.Replace(
            $"Port={server.Port}", $"Port={proxy.Port};Application Name=proof-child", StringComparison.Ordinal);
        int processes = arguments.Number("processes", 4);
        for (int i = 0; i < processes; i++)
        {
            yield return ProofProcess.Start(
                "exactly-once", "--child", place, "--process", $"{i}", "--processes", $"{processes}",
                "--events", arguments.Text("events", "1000000"), "--deliveries", arguments.Text("deliveries", "10"),
                "--start", start.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    private static async Task<(int Resets, int Terminations)> TearAsync(
        PostgresServer server, ResettingProxy proxy, int everyMilliseconds, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        (int resets, int terminations) = (0, 0);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(everyMilliseconds), TimeProvider.System, CancellationToken.None);
            if (random.Next(2) == 0)
            {
                resets += proxy.ResetOne(random) ? 1 : 0;
                continue;
            }

            await using NpgsqlCommand command = source.CreateCommand(
                """
                SELECT count(pg_terminate_backend(pid)) FROM (
                    SELECT pid FROM pg_stat_activity WHERE application_name = 'proof-child' ORDER BY random() LIMIT 1) p
                """);
            terminations += (int)(long)(await command.ExecuteScalarAsync(CancellationToken.None))!;
        }

        return (resets, terminations);
    }

    /// <summary>Adds everything up once more, without the store, and compares.</summary>
    private static async Task<int> CheckAsync(PostgresServer server, NumberedEvents source, int events)
    {
        await using var store = new PostgreSqlUsageStore(
            new PostgreSqlStoreOptions
            {
                ConnectionString = server.ConnectionString,
                OpenTimeout = TimeSpan.FromMinutes(1),
            });
        await store.OpenAsync(CancellationToken.None);
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(server.ConnectionString);
        await using NpgsqlCommand count = database.CreateCommand("SELECT count(*) FROM token_usage.usage_record");
        long rows = (long)(await count.ExecuteScalarAsync())!;
        int faults = rows == events ? 0 : 1;
        Console.WriteLine($"  rows        {rows:N0} {(faults == 0 ? "exact" : "WRONG")}");
        foreach (UsageCube cube in store.Cubes)
        {
            var expected = new RollupCheck();
            for (int i = 0; i < events; i++) expected.Add(cube, source[i]);
            foreach (RollupGrain grain in Enum.GetValues<RollupGrain>())
            {
                int wrong = await expected.CompareAsync(store, cube, grain);
                faults += wrong;
                if (wrong > 0) Console.WriteLine($"  {grain} of '{cube}': {wrong} keys WRONG");
            }
        }

        Console.WriteLine($"  rollups     {(faults == 0 ? $"exact in {store.Cubes.Count} cubes" : "WRONG")}");
        return faults;
    }
}
