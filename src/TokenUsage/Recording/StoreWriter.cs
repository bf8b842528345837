using Microsoft.Extensions.Logging;
using Polly;
using TokenUsage.Collections;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Brings a batch into the store: retried while the fault may pass, counted by what the store really did.</summary>
internal sealed class StoreWriter
{
    private const int RememberedIds = 16 * 1024;

    private readonly IUsageStore _store;
    private readonly Quarantine _quarantine;
    private readonly ObserverGroup _observers;
    private readonly RecordingCounters _counters;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<AppendResult> _retry;

    // The loop's. What an attempt offered that failed: the store may have committed it before it failed to say so.
    private readonly HashSet<Guid> _inDoubt = [];
    private readonly RecentIds _known = new(RememberedIds);

    // The loop's: the batch under way.
    private ArraySegment<UsageRecord> _batch;

    public StoreWriter(
        IUsageStore store,
        Quarantine quarantine,
        ObserverGroup observers,
        RecordingCounters counters,
        TimeProvider time,
        ILogger logger)
    {
        _store = store;
        _quarantine = quarantine;
        _observers = observers;
        _counters = counters;
        _logger = logger;
        _retry = StoreRetry.Create(IsFinal, OnRetry, time);
    }

    /// <summary>Writes a batch.</summary>
    /// <returns><see langword="null"/> when it is stored, else why the store never will.</returns>
    /// <exception cref="OperationCanceledException">The deadline has passed. The batch may be stored or not.</exception>
    public async Task<UsageStoreException?> WriteAsync(
        ArraySegment<UsageRecord> batch, CancellationToken cancellationToken)
    {
        _batch = batch;
        AppendResult result;
        try
        {
            result = await _retry.ExecuteAsync(
                static (writer, token) => writer.AppendAsync(token), this, cancellationToken).ConfigureAwait(false);
        }
        catch (UsageStoreException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Refused as a whole: nothing of it is in the store by this attempt, but a half of it is offered again.
            if (batch.Count == 1) _inDoubt.Remove(batch[0].Id);
            return exception;
        }

        Count(batch, result);
        return null;
    }

    // On a thread of its own, and waited for by token: a store that blocks, or ignores the token, must not outlast the
    // deadline.
    private async ValueTask<AppendResult> AppendAsync(CancellationToken token)
    {
        ArraySegment<UsageRecord> batch = _batch;
        return await Task.Run(() => _store.AppendAsync(batch, token).AsTask(), token)
            .WaitAsync(token).ConfigureAwait(false);
    }

    private bool IsFinal(Exception exception) =>
        exception is UsageStoreException { IsPermanent: true } && !_quarantine.IsFull;

    private void OnRetry(int attempt, TimeSpan delay, Exception? exception)
    {
        foreach (UsageRecord record in _batch) _inDoubt.Add(record.Id);
        _counters.Retry();
        _logger.BatchRetried(_batch.Count, attempt, delay, exception);
    }

    private void Count(ArraySegment<UsageRecord> batch, AppendResult result)
    {
        if (result.Inserted.Count == batch.Count)
        {
            foreach (UsageRecord record in batch) Settle(record.Id);
            _counters.Store(batch.Count);
            _observers.Notify(batch);
            return;
        }

        var insertedIds = new HashSet<Guid>(result.Inserted);
        var conflictingIds = new HashSet<Guid>(result.Conflicting);
        var stored = new List<UsageRecord>(batch.Count);
        int conflicting = 0;
        foreach (UsageRecord record in batch)
        {
            // Removing, because a batch may hold the same id twice.
            if (insertedIds.Remove(record.Id) || WasStoredUnheard(record.Id, conflictingIds)) stored.Add(record);
            else if (conflictingIds.Remove(record.Id)) conflicting += Keep(record);
            Settle(record.Id);
        }

        _counters.Store(stored.Count);
        _counters.Duplicate(batch.Count - stored.Count - conflicting);
        _observers.Notify(stored);
    }

    // The store has it with this very content, an attempt of ours failed after offering it, and nobody was told of it
    // yet: that attempt committed. Only an id that somebody else stored long ago, and that is offered again just when
    // the store fails, is taken for ours as well; asking the store before each retry would not tell the two apart.
    private bool WasStoredUnheard(Guid id, HashSet<Guid> conflicting) =>
        _inDoubt.Contains(id) && !conflicting.Contains(id) && !_known.Contains(id);

    private void Settle(Guid id)
    {
        _inDoubt.Remove(id);
        _known.Add(id);
    }

    private int Keep(UsageRecord record)
    {
        _quarantine.Keep(
            record, new UsageStoreException("The store holds another record with this id; the first one stays.", true));
        return 1;
    }
}
