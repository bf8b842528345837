using System.Numerics;

namespace TokenUsage.Admission.Ledger;

/// <summary>Keeps the quotas of one process.</summary>
/// <remarks>
/// Accounts and ids are spread over 64 stripes. A step locks the stripes it touches, lowest first, so that it is atomic
/// and cannot deadlock, and two users' calls rarely meet. One lock for all was simpler, and slower with a second
/// thread.
/// </remarks>
internal sealed partial class MemoryQuotaLedger : IQuotaLedger
{
    private const int StripeCount = 64;

    private readonly TimeProvider _time;
    private readonly MemoryLedgerLimits _limits;
    private readonly LedgerStripe[] _stripes = new LedgerStripe[StripeCount];

    public MemoryQuotaLedger(TimeProvider time, MemoryLedgerLimits? limits = null)
    {
        _time = time;
        _limits = limits ?? new MemoryLedgerLimits();
        for (int i = 0; i < StripeCount; i++)
        {
            _stripes[i] = new LedgerStripe(Math.Max(1, _limits.Remembered / StripeCount));
        }
    }

    public bool IsShared => false;

    public ValueTask<ReserveAnswer> ReserveAsync(
        LedgerClaim claim, TimeSpan lease, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Reserve(claim, UnixMicros.Now(_time), UnixMicros.Of(lease)));

    public ValueTask<ResolveStatus> SettleAsync(
        LedgerClaim claim, QuotaAmounts actual, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Settle(claim, actual, UnixMicros.Now(_time)));

    public ValueTask<ResolveStatus> ReleaseAsync(LedgerClaim claim, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Release(claim, UnixMicros.Now(_time)));

    public ValueTask<int> RenewAsync(IReadOnlyList<Guid> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Renew(ids, UnixMicros.Now(_time), UnixMicros.Of(lease)));

    public ValueTask<IReadOnlyList<Guid>> SweepAsync(int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Sweep(most, UnixMicros.Now(_time)));

    public ValueTask<LedgerBalance> ReadAsync(LedgerLine line, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(line, UnixMicros.Now(_time)));

    /// <summary>Gets how many counters are kept.</summary>
    public int CounterCount => _stripes.Sum(stripe => stripe.CounterCount);

    private static int StripeOf(QuotaAccount account) =>
        (account.GetHashCode() ^ (account.GetHashCode() >>> 16)) & (StripeCount - 1);

    private static int StripeOf(Guid id) => id.GetHashCode() & (StripeCount - 1);

    private static ulong StripesOf(LedgerClaim claim)
    {
        ulong stripes = 1UL << StripeOf(claim.Id);
        foreach (ref readonly LedgerLine line in claim.Lines) stripes |= 1UL << StripeOf(line.Account);
        return stripes;
    }

    private void Enter(ulong stripes)
    {
        for (; stripes != 0; stripes &= stripes - 1) _stripes[BitOperations.TrailingZeroCount(stripes)].Gate.Enter();
    }

    private void Exit(ulong stripes)
    {
        for (; stripes != 0; stripes &= stripes - 1) _stripes[BitOperations.TrailingZeroCount(stripes)].Gate.Exit();
    }
}
