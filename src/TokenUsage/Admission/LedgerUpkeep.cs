using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenUsage.Admission;

/// <summary>
/// What a ledger needs off the callers' path: leases renewed, expired ones swept, failed settlements repeated.
/// </summary>
internal sealed class LedgerUpkeep(
    IQuotaLedger ledger, TimeProvider time, TimeSpan lease, AdmissionCounters counters, ILogger logger)
{
    private const int MostWaiting = 10_000;
    private const int MostSwept = 1_000;

    private readonly ConcurrentDictionary<Guid, byte> _open = new();
    private readonly ConcurrentQueue<PendingSettlement> _waiting = new();
    private long _renewedAt = UnixMicros.Now(time);

    public bool HasWork => !_open.IsEmpty || !_waiting.IsEmpty;

    /// <summary>
    /// Keeps a lease alive until it is resolved. Holds only the id, so that an abandoned call can be collected.
    /// </summary>
    public void Track(Guid id)
    {
        if (ledger.IsShared) _open.TryAdd(id, 0);
    }

    public void Forget(Guid id)
    {
        if (ledger.IsShared) _open.TryRemove(id, out _);
    }

    /// <summary>Repeats a settlement later. Above the bound the oldest is given up and counted.</summary>
    public void Repeat(LedgerClaim claim, QuotaAmounts actual, Exception? cause)
    {
        _waiting.Enqueue(new PendingSettlement(claim, actual));
        if (_waiting.Count > MostWaiting && _waiting.TryDequeue(out _)) counters.CountSettlementLost();
        if (cause is not null) logger.SettlementWaits(_waiting.Count, cause);
    }

    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        await RepeatWaitingAsync(cancellationToken).ConfigureAwait(false);
        await RenewAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Guid> expired = await ledger.SweepAsync(MostSwept, cancellationToken).ConfigureAwait(false);
        if (expired.Count == 0) return;

        counters.CountExpired(expired.Count);
        logger.LeasesExpired(expired.Count);
    }

    public async ValueTask RepeatWaitingAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out PendingSettlement? pending))
        {
            await ledger.SettleAsync(pending.Claim, pending.Actual, cancellationToken).ConfigureAwait(false);
            _waiting.TryDequeue(out _); // after the ledger took it: it is idempotent, a loss is not
        }
    }

    private async ValueTask RenewAsync(CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(time);
        if (!ledger.IsShared || now - _renewedAt < UnixMicros.Of(lease) / 3) return;

        Guid[] ids = [.. _open.Keys];
        if (ids.Length > 0) await ledger.RenewAsync(ids, lease, cancellationToken).ConfigureAwait(false);
        _renewedAt = now;
    }
}
