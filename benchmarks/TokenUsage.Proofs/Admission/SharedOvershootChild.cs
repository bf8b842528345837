using System.Diagnostics;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>One of the processes: its threads reserve random amounts, and settle each at what it held.</summary>
internal static class SharedOvershootChild
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int threads = arguments.Number("threads", 64);
        int attempts = arguments.Number("attempts", 250_000);
        int limit = arguments.Number("limit", 50_000_000);
        int seed = arguments.Number("seed", 0) * threads;
        IQuotaLedger ledger = SharedLedgers.Find(arguments.Text("ledger", "")).Connect(arguments.Text("child", ""));
        await using var closing = (IAsyncDisposable)ledger;
        if (arguments.Has("hold")) return await HoldAsync(ledger, arguments.Number("hold", 500), limit);

        long started = Stopwatch.GetTimestamp();
        SharedOvershootResult[] drawn = await Task.WhenAll(Enumerable.Range(1, threads).Select(i => Task.Run(
            () => DrawAsync(ledger, new SimRandom(seed + i), attempts / threads, limit), cancellationToken)));
        Console.WriteLine(new SharedOvershootResult(
            drawn.Sum(one => one.Amount),
            drawn.Sum(one => one.Admitted),
            drawn.Sum(one => one.Refused),
            drawn.Min(one => one.SmallestRefused),
            Stopwatch.GetElapsedTime(started).TotalSeconds));
        return 0;
    }

    private static async Task<SharedOvershootResult> DrawAsync(
        IQuotaLedger ledger, SimRandom random, int attempts, long limit)
    {
        var drawn = new SharedOvershootResult(0, 0, 0, long.MaxValue, 0);
        for (int i = 0; i < attempts; i++)
        {
            long amount = 1 + random.Below(200);
            var claim = new LedgerClaim();
            claim.Begin(random.NextId());
            claim.Add(SharedOvershoot.Line(limit, amount));
            ReserveAnswer answer = await ledger.ReserveAsync(claim, Lease, CancellationToken.None);
            if (!answer.IsHeld)
            {
                long smallest = Math.Min(drawn.SmallestRefused, amount);
                drawn = drawn with { Refused = drawn.Refused + 1, SmallestRefused = smallest };
                continue;
            }

            drawn = drawn with { Admitted = drawn.Admitted + 1, Amount = drawn.Amount + amount };
            await ledger.SettleAsync(claim, new QuotaAmounts { InputTokens = amount }, CancellationToken.None);
        }

        return drawn;
    }

    /// <summary>Holds and says so, and then waits to be killed.</summary>
    private static async Task<int> HoldAsync(IQuotaLedger ledger, int calls, long limit)
    {
        var random = new SimRandom(1);
        for (int i = 0; i < calls; i++)
        {
            var claim = new LedgerClaim();
            claim.Begin(random.NextId());
            claim.Add(SharedOvershoot.Line(limit, 1));
            await ledger.ReserveAsync(claim, OrphanProof.Lease, CancellationToken.None);
        }

        Console.WriteLine("held");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
