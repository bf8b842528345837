using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Proofs.Admission;

/// <summary>One thread's calls: random amounts, each settled at exactly what it held.</summary>
internal sealed class OvershootWorker(MemoryQuotaLedger ledger, QuotaAccount account, long limit, int seed)
{
    private static readonly LedgerWindow ForEver = new() { Shape = LedgerShape.Fixed };

    private readonly SimRandom _random = new(seed);

    public long AdmittedAmount { get; private set; }

    public int AdmittedCalls { get; private set; }

    public int RefusedCalls { get; private set; }

    public long SmallestRefused { get; private set; } = long.MaxValue;

    public void Run(int attempts)
    {
        var claim = new LedgerClaim();
        for (int i = 0; i < attempts; i++)
        {
            long amount = 1 + _random.Below(200);
            claim.Begin(_random.NextId());
            claim.Add(Line(amount));
            if (!ledger.Reserve(claim, UnixMicros.Now(TimeProvider.System), long.MaxValue).IsHeld)
            {
                RefusedCalls++;
                SmallestRefused = Math.Min(SmallestRefused, amount);
                continue;
            }

            AdmittedCalls++;
            AdmittedAmount += amount;
            ledger.Settle(claim, new QuotaAmounts { InputTokens = amount }, UnixMicros.Now(TimeProvider.System));
        }
    }

    public LedgerLine Line(long amount) => new()
    {
        Account = account,
        Window = ForEver,
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Amount = amount,
        Enforced = true,
    };
}
