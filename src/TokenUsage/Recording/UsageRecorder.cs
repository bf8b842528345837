using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Collections;
using TokenUsage.Storage;

namespace TokenUsage.Recording;

/// <summary>Takes finished records from the callers and brings each into the store once.</summary>
/// <remarks>
/// Starts itself and drains when it is disposed, so that it also works without a host. Nothing leaves uncounted: at
/// rest, Offered + Recovered = Stored + Duplicate + Pending + Quarantined + Folded + Dropped.
/// </remarks>
internal sealed partial class UsageRecorder : IAsyncDisposable, IDisposable
{
    private const int MaxPooledEntries = 1024;
    private const int MaxFoldedKeys = 4096;
    private const int MaxBalancedReadings = 64;

    private readonly BoundedPool<UsageEntry> _pool = new(MaxPooledEntries);
    private readonly RecordingCounters _counters = new();
    private readonly RecordingOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<UsageRecorder> _logger;
    private readonly FoldTable _folds;
    private readonly Quarantine _quarantine;
    private readonly IRecordQueue _queue;
    private readonly RecorderLoop _loop;
    private readonly Task _running;
    private readonly ITimer _moving;
    private readonly Lazy<Task> _stopped;
    private int _fullReports;

    public UsageRecorder(
        IUsageStore store,
        IOptions<RecordingOptions> options,
        TimeProvider time,
        ILogger<UsageRecorder> logger,
        IEnumerable<IUsageObserver> observers)
    {
        _options = options.Value;
        _time = time;
        _logger = logger;
        _folds = new FoldTable(MaxFoldedKeys, time);
        _quarantine = new Quarantine(_counters, logger);
        _queue = RecordQueues.Create(_options, _pool, _quarantine, time, logger);
        var writer = new StoreWriter(
            store, _quarantine, new ObserverGroup(observers, _counters, logger), _counters, time, logger);
        _loop = new RecorderLoop(_queue, _folds, writer, _quarantine, _counters, _options, time, logger);
        _stopped = new Lazy<Task>(StopAsync);

        // Without the creator's context: the loop would keep the first request's scope and trace for ever.
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(_loop.RunAsync);
            _moving = time.CreateTimer(_ => _loop.MoveFolds(), null, FoldMoveInterval, FoldMoveInterval);
        }
    }

    /// <summary>Gets the records that the store refuses for ever.</summary>
    public IReadOnlyList<QuarantinedRecord> Quarantined => _quarantine.Records;

    /// <summary>Gets how many records the death of the process would take now.</summary>
    public long AtRisk => _queue.AtRisk + _folds.Calls;

    /// <summary>Gets how many records a power cut would take now.</summary>
    public long Unflushed => _queue.Unflushed + _folds.Calls;

    /// <summary>Gets how often a batch had to be tried again.</summary>
    public long Retries => _counters.Retries;

    /// <summary>Gets how often an observer failed.</summary>
    public long ObserverFaults => _counters.ObserverFaults;

    /// <summary>Gets how many records may wait.</summary>
    public int Capacity => _queue.Capacity;

    /// <summary>Gets an empty entry; hand it to <see cref="TryRecord(UsageEntry)"/>.</summary>
    public UsageEntry Rent() => _pool.Rent();

    /// <summary>Gives back an entry that turned out to be no record.</summary>
    public void Return(UsageEntry entry)
    {
        entry.Clear();
        _pool.Return(entry);
    }

    /// <summary>Offers an entry and takes ownership of it. Never blocks, never throws.</summary>
    /// <returns><see langword="false"/> when the record is lost, and counted as dropped.</returns>
    public bool TryRecord(UsageEntry entry)
    {
        _counters.Offer();
        try
        {
            if (!_queue.TryAppend(entry)) return Overflow(entry);

            _loop.Nudge();
            return true;
        }
        catch (Exception exception)
        {
            // No fault of ours reaches a caller. The entry's fate is unknown, so it is not pooled again.
            _counters.Drop();
            _logger.LoopFault(exception);
            return false;
        }
    }

    /// <summary>Offers a record. Never blocks, never throws.</summary>
    /// <returns><see langword="false"/> when the record is lost, and counted as dropped.</returns>
    public bool TryRecord(UsageRecord record)
    {
        UsageEntry entry = Rent();
        entry.CopyFrom(record);
        return TryRecord(entry);
    }

    /// <summary>Records, waiting for room where there is none.</summary>
    /// <returns>A task that completes when the record has reached durable storage.</returns>
    /// <exception cref="ObjectDisposedException">The monitor has been stopped.</exception>
    public async ValueTask RecordAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);

        UsageEntry entry = Rent();
        entry.CopyFrom(record);
        Task durable;
        while (!TryOffer(entry, out durable))
        {
            ReportFull();
            await _queue.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }

        await durable.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until everything offered so far is stored, or until the deadline.</summary>
    public async ValueTask<FlushReport> FlushAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(deadline, TimeSpan.Zero);

        await _loop.FlushAsync(deadline, cancellationToken).ConfigureAwait(false);
        return Report();
    }

    /// <summary>Reads where every record is.</summary>
    /// <remarks>The counters are no snapshot: while callers are recording, they are read until they agree, at most 64 times.</remarks>
    public FlushReport Report()
    {
        FlushReport report = ReadOnce();
        for (int i = 1; i < MaxBalancedReadings && !report.IsBalanced; i++) report = ReadOnce();
        return report;
    }

    /// <summary>Offers every record that was kept aside once more.</summary>
    /// <returns>How many they are.</returns>
    public async ValueTask<int> RedriveAsync(CancellationToken cancellationToken) =>
        await _quarantine.RedriveAsync(RecordAsync, cancellationToken).ConfigureAwait(false);

    private FlushReport ReadOnce() =>
        _counters.Read(_queue.Recovered, _queue.Accepted - _queue.Released + _loop.FoldsUnderWay);

    private bool TryOffer(UsageEntry entry, out Task durable)
    {
        // Offered only once there is room: until then it waits with its caller.
        if (!_queue.TryAppend(entry, out durable)) return false;

        _counters.Offer();
        _loop.Nudge();
        return true;
    }

    private bool Overflow(UsageEntry entry)
    {
        bool isFolded = _options.WhenFull == OverflowRule.Fold && !_stopped.IsValueCreated;
        if (isFolded)
        {
            _folds.Add(entry);
            _counters.Fold();
        }
        else
        {
            _counters.Drop();
        }

        ReportFull();
        entry.Clear();
        _pool.Return(entry);
        return isFolded;
    }

    // At the 1st, 2nd, 4th, 8th … time: a full queue is told, and does not fill the log as well.
    private void ReportFull()
    {
        if (int.IsPow2(Interlocked.Increment(ref _fullReports)))
            _logger.QueueFull(_queue.Capacity, _counters.Folded, _counters.Dropped);
    }
}
