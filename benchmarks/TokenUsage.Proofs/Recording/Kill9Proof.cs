using System.Diagnostics;
using TokenUsage.PostgreSql.Tests;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>Kills recording processes at random moments, again and again over one store, and looks for what they had acknowledged.</summary>
internal sealed class Kill9Proof : IProof
{
    // One store is killed this often before it is opened in peace: so recovery is killed as well.
    private const int KillsOfOneStore = 5;
    private const int Lanes = 2;
    private const int ShortestLifeMilliseconds = 20;
    private const int LongestLifeMilliseconds = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "kill9";

    public string Usage =>
        "acknowledged records survive kill -9 [--cycles 1000] [--durability journal|flushed|memory|all] "
        + "[--store sqlite|postgres] [--seed 1]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        string durability = arguments.Text("durability", "all");
        if (arguments.Has("child"))
            return await Kill9Child.RunAsync(Enum.Parse<Acknowledgement>(durability), arguments.Text("child", ""));

        if (arguments.Text("store", "sqlite") != "postgres")
            return await RunAsync(durability, arguments, server: null, cancellationToken);

        if (PostgresServer.WhyNot is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 2;
        }

        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true);
        return await RunAsync(durability, arguments, server.ConnectionString, cancellationToken);
    }

    private static async Task<int> RunAsync(
        string durability, ProofArguments arguments, string? server, CancellationToken cancellationToken)
    {

        Acknowledgement[] kinds = durability == "all"
            ? Enum.GetValues<Acknowledgement>()
            : [Enum.Parse<Acknowledgement>(durability, ignoreCase: true)];
        bool held = true;
        foreach (Acknowledgement kind in kinds)
        {
            Kill9Tally tally = await RunAsync(
                kind, arguments.Number("cycles", 1000), arguments.Number("seed", 1), server, cancellationToken);
            held &= tally.Holds;
            foreach (string fault in tally.Faults.Take(10)) Console.WriteLine($"  BROKEN {fault}");
        }

        return held ? 0 : 1;
    }

    private static async Task<Kill9Tally> RunAsync(
        Acknowledgement kind, int cycles, int seed, string? server, CancellationToken cancellationToken)
    {
        var tally = new Kill9Tally();
        long start = Stopwatch.GetTimestamp();
        int stores = (cycles + KillsOfOneStore - 1) / KillsOfOneStore;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, stores), options, async (number, _) =>
        {
            int kills = Math.Min(KillsOfOneStore, cycles - (number * KillsOfOneStore));
            await RunStoreAsync(kind, kills, new Random(HashCode.Combine(seed, number)), server, tally);
            if ((number + 1) % 40 == 0) Console.WriteLine($"  {tally}");
        });

        string name = server is null ? "sqlite" : "postgres";
        Console.WriteLine(
            $"kill9, {name}, {kind}: {tally}; {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        return tally;
    }

    private static async Task RunStoreAsync(
        Acknowledgement kind, int kills, Random random, string? server, Kill9Tally tally)
    {
        var store = KilledStore.Create(server);
        try
        {
            // A schema takes longer to make than most children live: without this, none would reach the server.
            if (server is not null) await store.ReadAsync();

            var acknowledged = new HashSet<Guid>();
            for (int i = 0; i < kills; i++)
            {
                using Kill9Process child = await Kill9Process.StartAsync(kind, server);
                TimeSpan life = TimeSpan.FromMilliseconds(
                    ShortestLifeMilliseconds
                    + (random.NextDouble() * (LongestLifeMilliseconds - ShortestLifeMilliseconds)));
                IReadOnlyList<Guid> said = await child.RecordUntilKilledAsync(store, life);
                acknowledged.UnionWith(said);
                tally.Kill(said);
            }

            Durability durability = kind == Acknowledgement.Memory ? Durability.Memory : Durability.Journal;
            FlushReport report;
            await using (TokenMonitor monitor = store.Open(durability))
            {
                await monitor.OpenAsync();
                report = await monitor.Tracker.FlushAsync(Patience);
            }

            tally.Settle(acknowledged, await store.ReadAsync(), report);
        }
        finally
        {
            await store.DeleteAsync();
        }
    }
}
