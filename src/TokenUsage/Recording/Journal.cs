using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>The segments of one process: one that is written, one prepared beside it, and the sealed ones that wait.</summary>
internal sealed partial class Journal : IDisposable
{
    private readonly JournalFolder _home;
    private readonly int _segmentSize;
    private readonly int _reserveSize;
    private readonly int _maxSegments;
    private readonly IJournalDisk _disk;
    private readonly ILogger _logger;
    private readonly Lock _rolling = new();
    private readonly ConcurrentQueue<JournalSegment> _unflushed = new();
    private readonly AsyncSignal _flushed = new();

    private volatile JournalSegment _active;
    private JournalSegment? _standby;
    private int _segments = 1;
    private volatile bool _isDiskRefusing;
    private volatile bool _isClosed;

    /// <param name="home">The folder; the journal owns it from here on.</param>
    /// <param name="plan">The size and the number of its files.</param>
    /// <param name="logger">Told when the disk refuses.</param>
    public Journal(JournalFolder home, JournalPlan plan, ILogger logger)
    {
        _home = home;
        _segmentSize = plan.SegmentBytes;
        _reserveSize = Math.Min(MostReserveBytes, plan.SegmentBytes);
        _maxSegments = plan.MaxSegments;
        _disk = plan.Disk;
        _logger = logger;
        _active = JournalSegment.Create(home.NextSegment(), _segmentSize, _disk);
        _reserve = JournalSegment.Create(home.NextSegment(), _reserveSize, _disk, isReserve: true);
    }

    /// <summary>Gets whether another segment can be begun.</summary>
    public bool HasRoom =>
        Volatile.Read(ref _standby) is not null || (!_isDiskRefusing && Volatile.Read(ref _segments) < _maxSegments);

    /// <summary>Gets or sets what to call when a segment was begun, so that the next one can be prepared.</summary>
    public Action Rolled { get; set; } = static () => { };

    /// <summary>Appends a frame; it survives the process from here on.</summary>
    /// <returns><see langword="false"/> when the journal is full, the disk refuses, or the journal is closed.</returns>
    public bool TryAppend(ReadOnlySpan<byte> frame, out JournalPosition position)
    {
        while (true)
        {
            JournalSegment active = _active;
            if (active.TryAppend(frame, out int offset))
            {
                position = new JournalPosition(active, offset, frame.Length);
                return true;
            }

            if (Roll(active)) continue;

            position = default;
            return false;
        }
    }

    /// <summary>Completes after the next flush that begins from now on.</summary>
    public Task FlushedAsync() => _flushed.Signalled;

    /// <summary>Prepares the next segment, so that no caller has to.</summary>
    public void Prepare()
    {
        if (Volatile.Read(ref _standby) is not null || _isClosed) return;
        if (Volatile.Read(ref _segments) >= _maxSegments) return;
        if (TryCreate() is { } created && Interlocked.CompareExchange(ref _standby, created, null) is not null)
            Drop(created);
    }

    /// <summary>Brings everything appended so far to the disk.</summary>
    public void Flush()
    {
        // Taken first: whoever asked before this line has his record in the map already. Then the open segments, and
        // only then the sealed ones: one that is sealed from here on is still flushed, as the open one it was.
        TaskCompletionSource waiters = _flushed.Exchange();
        JournalSegment active = _active;
        JournalSegment reserve = _reserve;
        try
        {
            for (int i = _unflushed.Count; i > 0 && _unflushed.TryDequeue(out JournalSegment? segment); i--)
            {
                segment.Flush();
                if (segment.TryDelete()) Forget(segment);
            }

            active.Flush();
            reserve.Flush();
            waiters.TrySetResult();
        }
        catch (Exception exception)
        {
            waiters.TrySetException(exception);
            _ = waiters.Task.Exception; // Observed: most of the time nobody waits.
            throw;
        }
    }

    /// <summary>Marks a record as finished, and deletes its segment when it was the last.</summary>
    public void Finish(JournalPosition position)
    {
        if (position.Segment.Finish(position.Offset)) Forget(position.Segment);
    }

    /// <summary>Flushes, closes, and deletes what holds no record.</summary>
    public void Dispose()
    {
        lock (_rolling)
        {
            if (_isClosed) return;
            _isClosed = true;
            _active.Seal();
            _reserve.Seal();
        }

        Flush();
        foreach (JournalSegment last in (JournalSegment[])[_active, _reserve])
        {
            last.TryDelete();
            last.Dispose();
        }

        if (Interlocked.Exchange(ref _standby, null) is { } standby) Drop(standby);
        _home.Dispose();
    }

    private bool Roll(JournalSegment full)
    {
        lock (_rolling)
        {
            if (_isClosed) return false;
            if (_active != full) return true;

            // Made here only when the standby is not ready, which takes a burst of thousands within a few milliseconds.
            JournalSegment? next = Interlocked.Exchange(ref _standby, null) ?? (_isDiskRefusing ? null : TryCreate());
            if (next is null) return false;

            full.Seal();
            _unflushed.Enqueue(full);
            _active = next;
        }

        Rolled();
        return true;
    }

    private JournalSegment? TryCreate()
    {
        if (Interlocked.Increment(ref _segments) > _maxSegments)
        {
            Interlocked.Decrement(ref _segments);
            return null;
        }

        try
        {
            JournalSegment created = JournalSegment.Create(_home.NextSegment(), _segmentSize, _disk);
            _isDiskRefusing = false;
            return created;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Interlocked.Decrement(ref _segments);
            if (!_isDiskRefusing) _logger.DiskRefused(exception);
            _isDiskRefusing = true;
            return null;
        }
    }

    private void Drop(JournalSegment unused)
    {
        unused.Seal();
        if (unused.TryDelete()) Forget(unused);
    }

    private void Forget(JournalSegment gone)
    {
        if (gone.IsReserve) Interlocked.Decrement(ref _reserves);
        else Interlocked.Decrement(ref _segments);
    }
}
