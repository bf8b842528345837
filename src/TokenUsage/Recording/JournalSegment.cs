using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace TokenUsage.Recording;

/// <summary>
/// One file of the journal, of fixed size: appended to through a map, read and marked through another.
/// </summary>
/// <remarks>
/// Streams over the maps instead of pointers: a record that comes while the journal closes meets an exception there,
/// and
/// not an unmapped page. Only the segment that is written and the one that is read are mapped, so that a long outage of
/// the store costs disk and no memory.
/// </remarks>
internal sealed class JournalSegment : IDisposable
{
    public const int HeaderBytes = 64;
    private const ulong Magic = 0x0001_4A55_4B4F_54_00;

    private readonly Lock _appending = new();
    private readonly Lock _living = new();
    private readonly int _size;

    // Written under _appending.
    private MemoryMappedViewStream? _writing;
    private int _end = HeaderBytes;
    private bool _isSealed;
    private bool _isDeleted;

    // Written under _living.
    private FileStream? _file;
    private MemoryMappedFile? _map;
    private MemoryMappedViewStream? _reading;
    private bool _isGone;

    private int _flushedEnd;

    // One written by the appenders, one by the loop: a counter of both would cost each of them an interlocked addition.
    private int _appended;
    private int _finished;

    private JournalSegment(string path, int size)
    {
        Path = path;
        _size = size;
    }

    public string Path { get; }

    /// <summary>Gets whether it holds records that are not finished.</summary>
    public bool HasRecords => Volatile.Read(ref _appended) > Volatile.Read(ref _finished);

    /// <summary>Makes a new segment, with every block of it on the disk.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public static JournalSegment Create(string path, int size)
    {
        var segment = new JournalSegment(path, size);
        try
        {
            segment._file = JournalFile.CreateFilled(path, size, MagicBytes());
            segment.Map();
            segment._writing = segment._map!.CreateViewStream(0, size);
            return segment;
        }
        catch
        {
            segment.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a segment that a dead process has left behind, for reading and marking.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unreleased">How many of its records are not finished.</param>
    public static JournalSegment Recovered(string path, int unreleased) =>
        new(path, (int)new FileInfo(path).Length) { _isSealed = true, _appended = unreleased };

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

            // The state last: a frame whose state is zero was never acknowledged.
            _writing!.Position = offset + sizeof(uint);
            _writing.Write(frame[sizeof(uint)..]);
            _writing.SafeMemoryMappedViewHandle.Write((ulong)offset, JournalFrame.Waiting);
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
        lock (_living)
        {
            MemoryMappedViewStream view = ReadingView();
            view.Position = offset;
            view.ReadExactly(destination);
        }
    }

    /// <summary>Marks a record as finished. A sealed segment whose last record it was is deleted.</summary>
    /// <returns>Whether the segment is gone.</returns>
    public bool Finish(int offset)
    {
        lock (_living)
        {
            Span<byte> state = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(state, JournalFrame.Finished);
            MemoryMappedViewStream view = ReadingView();
            view.Position = offset;
            view.Write(state);
        }

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
        File.Delete(Path);
        return true;
    }

    /// <summary>Lets go of what the reader needs, until it reads here again.</summary>
    public void StopReading()
    {
        lock (_living)
        {
            _reading?.Dispose();
            _reading = null;
            if (_writing is null) Unmap();
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
            if (_isGone || _writing is null) return;

            if (end != _flushedEnd)
            {
                _writing.Flush();
                _file!.Flush(flushToDisk: true);
                _flushedEnd = end;
            }

            if (!IsFlushedForGood(end)) return;

            _writing.Dispose();
            _writing = null;
            if (_reading is null) Unmap();
        }
    }

    public void Dispose()
    {
        lock (_appending) _isSealed = true;
        lock (_living)
        {
            _isGone = true;
            _reading?.Dispose();
            _writing?.Dispose();
            _reading = _writing = null;
            Unmap();
        }
    }

    private bool IsFlushedForGood(int flushedEnd)
    {
        lock (_appending) return _isSealed && _end == flushedEnd;
    }

    private MemoryMappedViewStream ReadingView()
    {
        ObjectDisposedException.ThrowIf(_isGone, this);
        if (_reading is not null) return _reading;

        _file ??= JournalFile.Open(Path);
        if (_map is null) Map();
        return _reading = _map!.CreateViewStream(0, _size);
    }

    private void Map() =>
        _map = MemoryMappedFile.CreateFromFile(
            _file!, null, _size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);

    private void Unmap()
    {
        _map?.Dispose();
        _file?.Dispose();
        _map = null;
        _file = null;
    }

    private static byte[] MagicBytes()
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Magic);
        return bytes;
    }
}
