namespace TokenUsage.Recording;

/// <summary>The room beyond the room for records: totals of what found none must not end with the process.</summary>
internal sealed partial class Journal
{
    private const int MostReserveBytes = 1024 * 1024;

    // 8 MiB of totals are some 40,000: an outage beyond that keeps its latest ones in memory.
    private const int MaxReserves = 8;

    // The first one is made with the journal, because the disk that has become full is the usual reason to need it.
    private volatile JournalSegment _reserve;
    private int _reserves = 1;

    /// <summary>Appends totals, also when the journal is full.</summary>
    /// <returns><see langword="false"/> when the reserve is full as well, or the disk refuses another one.</returns>
    public bool TryAppendReserved(ReadOnlySpan<byte> frame, out JournalPosition position)
    {
        lock (_rolling)
        {
            position = default;
            if (_isClosed) return false;
            bool isAppended = _reserve.TryAppend(frame, out int offset)
                || (TryRollReserve() && _reserve.TryAppend(frame, out offset));
            if (!isAppended) return false;

            position = new JournalPosition(_reserve, offset, frame.Length);
            return true;
        }
    }

    /// <summary>Seals the open files, so that the next flush deletes those whose records are all stored.</summary>
    public void BeginAnew()
    {
        Roll(_active);
        lock (_rolling)
        {
            if (!_isClosed) TryRollReserve();
        }
    }

    private bool TryRollReserve()
    {
        if (Volatile.Read(ref _reserves) >= MaxReserves) return false;

        try
        {
            var next = JournalSegment.Create(_home.NextSegment(), _reserveSize, _disk, isReserve: true);
            JournalSegment full = _reserve;
            full.Seal();
            _unflushed.Enqueue(full);
            _reserve = next;
            Interlocked.Increment(ref _reserves);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // told already, when the disk refused a segment for records
        }
    }
}
