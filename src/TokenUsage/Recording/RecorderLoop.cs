using Microsoft.Extensions.Logging;
using TokenUsage.Collections;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Takes batches out of the queue and brings them into the store, until it is told to stop and has drained.</summary>
/// <remarks>Peek, write, commit, release: a batch leaves the queue only after the store has it, and no fault ends the loop.</remarks>
internal sealed class RecorderLoop(
    IRecordQueue queue,
    FoldTable folds,
    StoreWriter writer,
    Quarantine quarantine,
    RecordingCounters counters,
    RecordingOptions options,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    private const int FoldsMovedAtOnce = 64;

    private readonly AsyncSignal _wake = new();
    private readonly AsyncSignal _progress = new();
    private readonly CancellationTokenSource _deadline = new();
    private readonly int _batchSize = options.BatchSize;
    private readonly TimeSpan _batchInterval = options.BatchInterval;

    // How many waiting records wake the loop: one while it idles, a batch while it gathers, none while it writes.
    private long _wakeAt = long.MaxValue;
    private int _flushes;
    private volatile bool _isStopping;

    // The loop's.
    private UsageRecord[] _batch = [];
    private int _done;
    private Action<int, Exception?> _release = queue.Release;
    private int _foldsUnderWay;

    /// <summary>Gets the folded totals that are on their way into the store.</summary>
    public int FoldsUnderWay => Volatile.Read(ref _foldsUnderWay);

    /// <summary>Runs until <see cref="Stop"/> and empty, or until the deadline.</summary>
    public async Task RunAsync()
    {
        queue.WorkFound = _wake.Set;
        using ITimer timer =
            time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!_deadline.IsCancellationRequested)
        {
            try
            {
                if (HasWork)
                {
                    if (!IsHurried && _batchInterval > TimeSpan.Zero)
                        await PauseAsync(timer, _batchSize).ConfigureAwait(false);
                    await DeliverNextAsync().ConfigureAwait(false);
                }
                else if (_isStopping)
                {
                    return;
                }
                else
                {
                    await PauseAsync(timer, 1).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LoopFault(exception);
                await Task.Delay(_batchInterval, time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says that a record was appended. Costs the caller a comparison, unless a batch has become full.</summary>
    public void Nudge()
    {
        if (queue.Waiting >= Volatile.Read(ref _wakeAt)) _wake.Set();
    }

    /// <summary>Drains without waiting for full batches, for so long, then breaks off.</summary>
    public void Stop(TimeSpan timeout)
    {
        using (ExecutionContext.SuppressFlow())
        {
            // The deadline starts here, at stop: a token that stopping itself cancels would drain nothing.
            ITimer timer = time.CreateTimer(_ => _deadline.Cancel(), null, timeout, Timeout.InfiniteTimeSpan);
            _deadline.Token.UnsafeRegister(static timer => ((ITimer)timer!).Dispose(), timer);
        }

        _isStopping = true;
        _wake.Set();
    }

    /// <summary>Waits until everything accepted so far is released, or the time is over.</summary>
    /// <returns>Whether it was released.</returns>
    public async Task<bool> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        long target = 0;
        bool isTargetFinal = false;
        using var timeout = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Interlocked.Increment(ref _flushes);
        try
        {
            while (true)
            {
                Task progress = _progress.Signalled;

                // Recovered records go first, and would reach the target in place of those that were asked for:
                // it stands once they are all counted.
                // Totals that are moved into the queue meanwhile come behind it too.
                bool isOpen = queue.IsRecovering || folds.Count > 0;
                if (!isTargetFinal) target = queue.Accepted;
                isTargetFinal = !isOpen;
                if (isTargetFinal && queue.Released >= target && folds.Count == 0 && FoldsUnderWay == 0) return true;

                _wake.Set();
                await progress.WaitAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The deadline is no fault: the report says how far it came.
            return false;
        }
        finally
        {
            Interlocked.Decrement(ref _flushes);
        }
    }

    /// <summary>Moves folded totals to where they outlive the process, as far as there is such a place with room.</summary>
    public void MoveFolds()
    {
        try
        {
            // A few under one lock: callers who fold wait for it.
            while (folds.Move(TryKeep, FoldsMovedAtOnce) == FoldsMovedAtOnce)
            {
            }
        }
        catch (Exception exception)
        {
            logger.LoopFault(exception);
        }
    }

    /// <summary>Gives up the folded totals that the store has not taken, after the loop has ended.</summary>
    /// <returns>How many records they are.</returns>
    public int AbandonFolds()
    {
        int underWay = Interlocked.Exchange(ref _foldsUnderWay, 0);
        int waiting = folds.Take(int.MaxValue).Length;
        counters.Offer(waiting);
        return underWay + waiting;
    }

    /// <summary>Ends the writing at once.</summary>
    public void Dispose() => _deadline.Cancel();

    private bool IsHurried => _isStopping || Volatile.Read(ref _flushes) > 0 || queue.Waiting >= _batchSize;

    private bool HasWork => queue.HasWork || folds.Count > 0;

    private async Task PauseAsync(ITimer timer, int wakeAt)
    {
        _wake.Reset();
        Interlocked.Exchange(ref _wakeAt, wakeAt);

        // Looked at again after the threshold is in place: what was appended before it has woken nobody.
        bool isGathering = wakeAt == _batchSize && HasWork;
        bool mayWait = isGathering ? !IsHurried : !HasWork && !_isStopping;
        if (mayWait)
        {
            if (isGathering) timer.Change(_batchInterval, Timeout.InfiniteTimeSpan);
            await _wake.Signalled.WaitAsync(_deadline.Token).ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _wakeAt, long.MaxValue);
    }

    private async Task DeliverNextAsync()
    {
        // A batch that a fault of ours interrupted goes first: the queue still holds it as taken.
        if (_done == _batch.Length) TakeBatch();

        await DeliverAsync().ConfigureAwait(false);
        _progress.Pulse();
    }

    private void TakeBatch()
    {
        // Totals wait while records queue up: taken earlier, each would hold little and make the crowd larger.
        if (folds.Count > 0 && queue.Waiting < _batchSize) MoveFolds();
        if (folds.Count > 0 && queue.Waiting < _batchSize)
        {
            _batch = folds.Take(_batchSize);
            _release = ReleaseFolds;
            counters.Offer(_batch.Length);
            Volatile.Write(ref _foldsUnderWay, _batch.Length);
        }
        else
        {
            var records = new List<UsageRecord>();
            queue.Take(records, _batchSize);
            _batch = [.. records];
            _release = queue.Release;
        }

        _done = 0;
    }

    private async Task DeliverAsync()
    {
        // Halved at a permanent fault, doubled at a success: what is done is always the front of the batch,
        // so that breaking off at the deadline leaves nothing half released.
        int size = _batch.Length - _done;
        while (_done < _batch.Length)
        {
            size = Math.Min(size, _batch.Length - _done);
            UsageStoreException? refusal = await writer
                .WriteAsync(new ArraySegment<UsageRecord>(_batch, _done, size), _deadline.Token).ConfigureAwait(false);
            if (refusal is not null && size > 1)
            {
                size /= 2;
                continue;
            }

            if (refusal is not null) quarantine.Keep(_batch[_done], refusal);
            _done += size;
            _release(size, refusal);
            size *= 2;
        }
    }

    private bool TryKeep(UsageRecord totals)
    {
        var entry = new UsageEntry();
        entry.CopyFrom(totals);
        if (!queue.TryAppendTotals(entry)) return false;

        counters.Offer();
        Nudge();
        return true;
    }

    private void ReleaseFolds(int count, Exception? refusal) => Interlocked.Add(ref _foldsUnderWay, -count);
}
