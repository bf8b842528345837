namespace TokenUsage.Recording;

/// <summary>The terms of the identity that says where every record is.</summary>
internal sealed class RecordingCounters
{
    // Written by callers.
    private long _offered;
    private long _folded;
    private long _dropped;

    // Written by the loop only.
    private long _stored;
    private long _duplicate;
    private long _quarantined;
    private long _observerFaults;
    private long _retries;

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Folded => Interlocked.Read(ref _folded);

    public long ObserverFaults => Interlocked.Read(ref _observerFaults);

    public long Retries => Interlocked.Read(ref _retries);

    public void Offer(int count = 1) => Interlocked.Add(ref _offered, count);

    public void Fold() => Interlocked.Increment(ref _folded);

    public void Drop(int count = 1) => Interlocked.Add(ref _dropped, count);

    public void Store(int count) => Interlocked.Add(ref _stored, count);

    public void Duplicate(int count) => Interlocked.Add(ref _duplicate, count);

    public void Quarantine(int count = 1) => Interlocked.Add(ref _quarantined, count);

    public void Retry() => Interlocked.Increment(ref _retries);

    public void ObserverFault() => Interlocked.Increment(ref _observerFaults);

    /// <summary>Reads the counters; what is pending is counted by the queue.</summary>
    public FlushReport Read(long recovered, long pending) => new()
    {
        Offered = Interlocked.Read(ref _offered),
        Recovered = recovered,
        Stored = Interlocked.Read(ref _stored),
        Duplicate = Interlocked.Read(ref _duplicate),
        Pending = pending,
        Quarantined = Interlocked.Read(ref _quarantined),
        Folded = Folded,
        Dropped = Dropped,
    };
}
