namespace TokenUsage.Storage;

/// <summary>Which spans of time the latest appends of this process touched.</summary>
/// <remarks>
/// A store's version says that something has changed, not where, nor by whom. When it has moved by as many steps as there
/// were appends here, then nobody else has changed it, and these spans are all that is new.
/// </remarks>
internal sealed class StoreChanges
{
    private const int Remembered = 4_096;

    private readonly Lock _lock = new();
    private readonly (DateTimeOffset First, DateTimeOffset Last)[] _spans =
        new (DateTimeOffset, DateTimeOffset)[Remembered];
    private int _underWay;
    private long _count;

    /// <summary>Gets how many appends have inserted something.</summary>
    public long Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>Gets the count; null while an append is under way, since a snapshot of now may hold it or not.</summary>
    public long? SettledCount
    {
        get
        {
            lock (_lock) return _underWay == 0 ? _count : null;
        }
    }

    public void Begin()
    {
        lock (_lock) _underWay++;
    }

    /// <param name="batch">What was appended; empty when nothing was inserted.</param>
    public void End(IReadOnlyList<UsageRecord> batch)
    {
        DateTimeOffset first = DateTimeOffset.MaxValue;
        DateTimeOffset last = DateTimeOffset.MinValue;
        for (int i = 0; i < batch.Count; i++)
        {
            DateTimeOffset at = batch[i].StartedAt;
            if (at < first) first = at;
            if (at > last) last = at;
        }

        lock (_lock)
        {
            _underWay--;
            if (batch.Count > 0) _spans[_count++ % Remembered] = (first, last);
        }
    }

    /// <summary>Says whether one of some appends touched a range, or is no longer remembered.</summary>
    /// <param name="after">The count before the first of them.</param>
    /// <param name="count">The count after the last.</param>
    /// <param name="from">The range's first moment.</param>
    /// <param name="to">The first moment after it.</param>
    public bool Touch(long after, long count, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_lock)
        {
            if (_count - after > Remembered) return true;
            for (long i = after; i < count; i++)
            {
                (DateTimeOffset first, DateTimeOffset last) = _spans[i % Remembered];
                if (first < to && last >= from) return true;
            }

            return false;
        }
    }
}
