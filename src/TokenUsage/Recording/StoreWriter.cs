using Microsoft.Extensions.Logging;
using Polly;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Brings a batch into the store: retried while the fault may pass, counted by what the store really did.</summary>
internal sealed class StoreWriter
{
    private readonly IUsageStore _store;
    private readonly Quarantine _quarantine;
    private readonly ObserverGroup _observers;
    private readonly RecordingCounters _counters;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<AppendResult> _retry;

    // The loop's: how large the batch under way is, for the log.
    private int _count;

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
        _retry = StoreRetry.Create(
            IsFinal, (attempt, delay, exception) => _logger.BatchRetried(_count, attempt, delay, exception), time);
    }

    /// <summary>Writes a batch.</summary>
    /// <returns><see langword="null"/> when it is stored, else why the store never will.</returns>
    /// <exception cref="OperationCanceledException">The deadline has passed. The batch may be stored or not.</exception>
    public async Task<UsageStoreException?> WriteAsync(
        ArraySegment<UsageRecord> batch, CancellationToken cancellationToken)
    {
        _count = batch.Count;
        AppendResult result;
        try
        {
            result = await _retry.ExecuteAsync(
                static (call, token) => call.Writer.AppendAsync(call.Batch, token),
                (Writer: this, Batch: batch),
                cancellationToken).ConfigureAwait(false);
        }
        catch (UsageStoreException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }

        Count(batch, result);
        return null;
    }

    // On a thread of its own, and waited for by token: a store that blocks, or ignores the token, must not outlast the
    // deadline.
    private async ValueTask<AppendResult> AppendAsync(ArraySegment<UsageRecord> batch, CancellationToken token) =>
        await Task.Run(() => _store.AppendAsync(batch, token).AsTask(), token).WaitAsync(token).ConfigureAwait(false);

    private bool IsFinal(Exception exception) =>
        exception is UsageStoreException { IsPermanent: true } && !_quarantine.IsFull;

    private void Count(ArraySegment<UsageRecord> batch, AppendResult result)
    {
        if (result.Inserted.Count == batch.Count)
        {
            _counters.Store(batch.Count);
            _observers.Notify(batch);
            return;
        }

        var insertedIds = new HashSet<Guid>(result.Inserted);
        var conflictingIds = new HashSet<Guid>(result.Conflicting);
        var inserted = new List<UsageRecord>(insertedIds.Count);
        int conflicting = 0;
        foreach (UsageRecord record in batch)
        {
            // Removing, because a batch may hold the same id twice.
            if (insertedIds.Remove(record.Id)) inserted.Add(record);
            else if (conflictingIds.Remove(record.Id)) conflicting += Keep(record);
        }

        _counters.Store(inserted.Count);
        _counters.Duplicate(batch.Count - inserted.Count - conflicting);
        _observers.Notify(inserted);
    }

    private int Keep(UsageRecord record)
    {
        _quarantine.Keep(
            record, new UsageStoreException("The store holds another record with this id; the first one stays.", true));
        return 1;
    }
}
