using System.Diagnostics;
using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Proofs.Fleet;

namespace TokenUsage.Proofs.Admission;

/// <summary>Many threads draw on one quota until it is used up, and go on asking.</summary>
internal sealed class OvershootProof : IProof
{
    public string Name => "overshoot";

    public string Usage =>
        "one quota, many threads: --ledger memory|sqlite|redis --threads 64 --processes 1 --attempts 1000000 "
        + "--limit 50000000; --orphans 500; --ledger postgres --processes 4 --threads 16 --attempts 20000 "
        + "--limit 500000 [--synchronous on|off]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("ledger", "memory") == "postgres") return await ServerOvershoot.RunAsync(arguments);

        int threads = arguments.Number("threads", 64);
        int attempts = arguments.Number("attempts", 1_000_000);
        long limit = arguments.Number("limit", 50_000_000);
        int processes = arguments.Number("processes", 1);
        if (arguments.Has("child")) return await SharedOvershootChild.RunAsync(arguments, cancellationToken);
        bool isShared = processes > 1 || arguments.Has("orphans");
        string name = arguments.Text("ledger", isShared ? "sqlite" : "memory");
        if (arguments.Has("orphans"))
        {
            return await OrphanProof.RunAsync(
                SharedLedgers.Find(name), arguments.Number("orphans", 500), cancellationToken);
        }

        if (name != "memory")
        {
            return await SharedOvershoot.RunAsync(
                SharedLedgers.Find(name), processes, threads, attempts, limit, cancellationToken);
        }

        var ledger = new MemoryQuotaLedger(TimeProvider.System);
        var account = new QuotaAccount("everything");
        var workers = new OvershootWorker[threads];
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < threads; i++) workers[i] = new OvershootWorker(ledger, account, limit, seed: i + 1);
        await Task.WhenAll(workers.Select(worker => Task.Factory.StartNew(
            () => worker.Run(attempts / threads),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        watch.Stop();

        return Report(ledger, workers, limit, watch.Elapsed);
    }

    private static int Report(MemoryQuotaLedger ledger, OvershootWorker[] workers, long limit, TimeSpan elapsed)
    {
        long admitted = workers.Sum(worker => worker.AdmittedAmount);
        long smallest = workers.Min(worker => worker.SmallestRefused);
        int calls = workers.Sum(worker => worker.AdmittedCalls);
        int refused = workers.Sum(worker => worker.RefusedCalls);
        LedgerBalance balance = ledger.Read(workers[0].Line(0), UnixMicros.Now(TimeProvider.System));
        Console.WriteLine($"threads     {workers.Length}");
        Console.WriteLine($"attempts    {calls + refused:N0}: {calls:N0} admitted, {refused:N0} refused");
        Console.WriteLine($"limit       {limit:N0}, admitted {admitted:N0}, left {limit - admitted:N0}");
        Console.WriteLine($"refused     {(refused == 0 ? "none" : $"at least {smallest:N0}")}");
        Console.WriteLine($"ledger      used {balance.Used:N0}, held {balance.Held:N0}");
        Console.WriteLine($"speed       {(calls + refused) / elapsed.TotalSeconds:N0} attempts a second, "
            + $"{calls / elapsed.TotalSeconds:N0} admitted");

        bool holds = admitted <= limit && balance == new LedgerBalance(admitted, 0);
        bool isTight = refused == 0 || limit - admitted < smallest;
        Console.WriteLine(holds && isTight ? "overshoot   0" : "overshoot   FAILED");
        return holds && isTight ? 0 : 1;
    }
}
