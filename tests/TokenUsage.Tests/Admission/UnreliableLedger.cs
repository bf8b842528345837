using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;

namespace TokenUsage.Tests.Admission;

/// <summary>A ledger that other processes share, and that fails when it is told to.</summary>
internal sealed class UnreliableLedger(TimeProvider time) : IQuotaLedger
{
    private readonly MemoryQuotaLedger _inner = new(time);

    public bool IsShared => true;

    public bool IsDown { get; set; }

    public int Renewals { get; private set; }

    public int Sweeps { get; private set; }

    public ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return _inner.ReserveAsync(claim, lease, cancellationToken);
    }

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return _inner.SettleAsync(claim, actual, cancellationToken);
    }

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return _inner.ReleaseAsync(claim, cancellationToken);
    }

    public ValueTask<int> RenewAsync(IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Renewals++;
        return _inner.RenewAsync(ids, lease, cancellationToken);
    }

    public ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Sweeps++;
        return _inner.SweepAsync(most, cancellationToken);
    }

    public ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken) =>
        _inner.ReadAsync(line, cancellationToken);

    private void ThrowIfDown()
    {
        if (IsDown) throw new IOException("The ledger is down.");
    }
}
