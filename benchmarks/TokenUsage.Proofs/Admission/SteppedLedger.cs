using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Proofs.Admission;

/// <summary>The ledger under test, with its time handed in. What a planted bug overrides.</summary>
internal class SteppedLedger
{
    protected MemoryQuotaLedger Ledger { get; } =
        new(TimeProvider.System, new MemoryLedgerLimits(Remembered: 64 * 256));

    public virtual ReserveAnswer Reserve(LedgerClaim claim, long now, long lease) => Ledger.Reserve(claim, now, lease);

    public virtual ResolveStatus Settle(LedgerClaim claim, QuotaAmounts actual, long now) =>
        Ledger.Settle(claim, actual, now);

    public virtual ResolveStatus Release(LedgerClaim claim, long now) => Ledger.Release(claim, now);

    public virtual int Renew(IReadOnlyList<Guid> ids, long now, long lease) => Ledger.Renew(ids, now, lease);

    public virtual IReadOnlyList<Guid> Sweep(int most, long now) => Ledger.Sweep(most, now);

    public LedgerBalance Read(in LedgerLine line, long now) => Ledger.Read(line, now);
}
