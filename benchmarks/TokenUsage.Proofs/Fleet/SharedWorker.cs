using Npgsql;
using TokenUsage.Admission;
using TokenUsage.Proofs.Admission;

namespace TokenUsage.Proofs.Fleet;

/// <summary>One caller of a shared ledger: random amounts, each settled at exactly what it held.</summary>
internal sealed class SharedWorker(IQuotaLedger ledger, LedgerLine line, int seed)
{
    private readonly SimRandom _random = new(seed);

    public long AdmittedAmount { get; private set; }

    public long AdmittedCalls { get; private set; }

    public long RefusedCalls { get; private set; }

    public long Repeated { get; private set; }

    public long SmallestRefused { get; private set; } = long.MaxValue;

    public async Task RunAsync(int attempts)
    {
        var claim = new LedgerClaim();
        for (int i = 0; i < attempts; i++)
        {
            long amount = 1 + _random.Below(200);
            claim.Begin(_random.NextId());
            claim.Add(line with { Amount = amount });
            ReserveAnswer answer = await RepeatAsync(
                () => ledger.ReserveAsync(claim, TimeSpan.FromMinutes(10), CancellationToken.None));
            if (!answer.IsHeld)
            {
                RefusedCalls++;
                SmallestRefused = Math.Min(SmallestRefused, amount);
                continue;
            }

            AdmittedCalls++;
            AdmittedAmount += amount;
            var actual = new QuotaAmounts { InputTokens = amount };
            await RepeatAsync(() => ledger.SettleAsync(claim, actual, CancellationToken.None));
        }
    }

    // What the gate does with its policy, and later with a settlement that failed: every step may be repeated.
    private async Task<T> RepeatAsync<T>(Func<ValueTask<T>> step)
    {
        while (true)
        {
            try
            {
                return await step();
            }
            catch (PostgresException exception)
                when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled)
            {
                Repeated++;
            }
        }
    }
}
