using System.Buffers.Binary;

namespace TokenUsage.Recording;

/// <summary>One file of the journal, of fixed size: appended to, read, and marked.</summary>
/// <remarks>
/// Only the segment that is written and the one that is read are open, so that a long outage of the store costs disk
/// and no memory.
/// </remarks>
internal sealed class JournalSegment : IDisposable
{
    public const int HeaderBytes = 64;
    private const ulong Magic = 0x0001_4A55_4B4F_54_00;

    private readonly Lock _appending = new();
    private readonly Lock _living = new();
    private readonly IJournalDisk _disk;
    private readonly int _size;

    // Written under _appending.
    private int _end = HeaderBytes;
    private bool _isSealed;
    private bool _isDeleted;

    // Written under _living; the appender needs it only while the segment is not sealed, and so open.
    private ISegmentBytes? _bytes;
    private bool _isWritten;
    private bool _isRead;
    private bool _isGone;
    private int _flushedEnd;

    // One written by the appenders, one by the loop: a counter of both would cost each of them an interlocked addition.
    private int _appended;
    private int _finished;

    private JournalSegment(string path, int size, IJournalDisk disk)
    {
        Path = path;
        _size = size;
        _disk = disk;
    }

    public string Path { get; }

    /// <summary>Gets whether it lies beyond the room for records, for totals.</summary>
    public bool IsReserve { get; private init; }

    /// <summary>Gets whether it holds records that are not finished.</summary>
    public bool HasRecords => Volatile.Read(ref _appended) > Volatile.Read(ref _finished);

    /// <summary>Makes a new segment, with every block of it on the disk.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public static JournalSegment Create(string path, int size, IJournalDisk disk, bool isReserve = false)
    {
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(magic, Magic);
        return new JournalSegment(path, size, disk)
        {
            _bytes = disk.Create(path, size, magic),
            _isWritten = true,
            IsReserve = isReserve,
        };
    }

    /// <summary>Opens a segment that a dead process has left behind, for reading and marking.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreleased">How many of its records are not finished.</param>
    /// <param name="disk">Where it lies.</param>
    public static JournalSegment Recovered(string path, int unreleased, IJournalDisk disk) =>
        new(path, (int)new FileInfo(path).Length, disk) { _isSealed = true, _appended = unreleased };

    /// <summary>Appends a frame. The record survives the process from here on.</summary>
    /// <returns><see langword="false"/> when it does not fit, or the segment is sealed.</returns>
    public bool TryAppend(ReadOnlySpan<byte> frame, out int offset)
    {
        // One writer at a time. Reserving room by an atomic add would let a dying thread leave a hole before records
        // that were acknowledged already; the lock costs 15 ns.
        lock (_appending)
        {
            offset = _end;
            if (_isSealed || frame.Length > _size - _end) return false;

            // The state last, with the length in one word: a frame whose state is zero was never acknowledged.
            _bytes!.Write(offset + sizeof(ulong), frame[sizeof(ulong)..]);
            _bytes.WriteWord(offset, JournalFrame.HeadOf(frame));
            Volatile.Write(ref _appended, _appended + 1);
            Volatile.Write(ref _end, offset + JournalFrame.SizeOf(frame.Length - JournalFrame.HeaderBytes));
            return true;
        }
    }

    /// <summary>Refuses further records.</summary>
    public void Seal()
    {
        lock (_appending) _isSealed = true;
    }

    public void Read(int offset, Span<byte> destination)
    {
        lock (_living) ReadingBytes().Read(offset, destination);
    }

    /// <summary>Marks a record as finished. A sealed segment whose last record it was is deleted.</summary>
    /// <returns>Whether the segment is gone.</returns>
    public bool Finish(int offset)
    {
        lock (_living) ReadingBytes().WriteWord(offset, JournalFrame.Finished);

        // Without the writers' lock: taken for each of a batch's records, it made every caller wait for the loop.
        Volatile.Write(ref _finished, _finished + 1);
        return !HasRecords && TryDelete();
    }

    /// <summary>Deletes the file when it is sealed and all its records are finished.</summary>
    public bool TryDelete()
    {
        lock (_appending)
        {
            if (!_isSealed || HasRecords || _isDeleted) return false;
            _isDeleted = true;
        }

        Dispose();
        _disk.Delete(Path);
        return true;
    }

    /// <summary>Lets go of what the reader needs, until it reads here again.</summary>
    public void StopReading()
    {
        lock (_living)
        {
            _isRead = false;
            if (!_isWritten) Close();
        }
    }

    /// <summary>
    /// Brings everything appended so far to the disk; a sealed segment then needs no map for writing any more.
    /// </summary>
    public void Flush()
    {
        lock (_living)
        {
            int end = Volatile.Read(ref _end);
            if (_isGone || !_isWritten) return;

            if (end != _flushedEnd)
            {
                _bytes!.Flush();
                _flushedEnd = end;
            }

            if (!IsFlushedForGood(end)) return;

            _isWritten = false;
            if (!_isRead) Close();
        }
    }

    public void Dispose()
    {
        lock (_appending) _isSealed = true;
        lock (_living)
        {
            _isGone = true;
            _isWritten = _isRead = false;
            Close();
        }
    }

    private bool IsFlushedForGood(int flushedEnd)
    {
        lock (_appending) return _isSealed && _end == flushedEnd;
    }

    private ISegmentBytes ReadingBytes()
    {
        ObjectDisposedException.ThrowIf(_isGone, this);
        _isRead = true;
        return _bytes ??= _disk.Open(Path, _size);
    }

    private void Close()
    {
        _bytes?.Dispose();
        _bytes = null;
    }
}
