using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>One of several processes: its threads' calls take random amounts and settle at exactly what they held.</summary>
internal static class SharedOvershootWorker
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly LedgerWindow ForEver = new() { Shape = LedgerShape.Fixed };

    public static async Task<int> RunAsync(
        IQuotaLedger ledger, int number, int threads, int attempts, long limit, CancellationToken cancellationToken)
    {
        await ledger.ReadAsync(Line(limit, 0), cancellationToken);
        Console.WriteLine("ready");
        Console.ReadLine();
        OvershootTally[] tallies = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(
            () => DrawAsync(ledger, (number * 1_000) + thread, attempts / threads, limit, cancellationToken),
            cancellationToken)));
        Console.WriteLine(OvershootTally.Sum(tallies));
        if (ledger is IAsyncDisposable disposable) await disposable.DisposeAsync();
        return 0;
    }

    public static LedgerLine Line(long limit, long amount) => new()
    {
        Account = new QuotaAccount("everything"),
        Window = ForEver,
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Amount = amount,
        Enforced = true,
    };

    private static async Task<OvershootTally> DrawAsync(
        IQuotaLedger ledger, int seed, int attempts, long limit, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var claim = new LedgerClaim();
        LedgerLine line = Line(limit, 0);
        var tally = new OvershootTally(0, 0, 0, long.MaxValue, 0);
        for (int i = 0; i < attempts; i++)
        {
            long amount = random.NextInt64(1, 201);
            claim.Begin(Guid.CreateVersion7());
            claim.Add(line with { Amount = amount });
            try
            {
                if ((await ledger.ReserveAsync(claim, Lease, cancellationToken)).IsHeld)
                {
                    await ledger.SettleAsync(claim, new QuotaAmounts { InputTokens = amount }, cancellationToken);
                    tally = tally with
                    {
                        Admitted = tally.Admitted + amount,
                        AdmittedCalls = tally.AdmittedCalls + 1,
                    };
                }
                else
                {
                    tally = tally with
                    {
                        RefusedCalls = tally.RefusedCalls + 1,
                        SmallestRefused = Math.Min(tally.SmallestRefused, amount),
                    };
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                tally = tally with { Errors = tally.Errors + 1 };
                await Console.Error.WriteLineAsync(exception.Message);
            }
        }

        return tally;
    }
}
