using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Records in the journal, and their positions in a channel: one queue, whose contents survive the process.</summary>
internal sealed class JournalQueue : IRecordQueue
{
    // Most records take 200 to 400 bytes; a larger one rents.
    private const int UsualFrameBytes = 4096;

    private static readonly TimeSpan AdoptionInterval = TimeSpan.FromSeconds(30);

    [ThreadStatic]
    private static byte[]? _frame;

    private readonly BoundedPool<UsageEntry> _pool;
    private readonly Channel<JournalPosition> _channel;
    private readonly Journal _journal;
    private readonly JournalKeeper _keeper;
    private readonly JournalRecovery _recovery;
    private readonly LateJournal _late;
    private readonly AsyncSignal _room = new();
    private readonly Lock _recovering = new();
    private readonly string _root;
    private readonly ITimer _adoption;

    // Touched by the loop only.
    private readonly Queue<JournalPosition> _taken = new();
    private readonly byte[] _buffer = new byte[JournalFrame.MaxBytes];
    private JournalSegment? _readSegment;

    private long _appended;
    private long _recovered;
    private long _unreadable;
    private long _takenEver;
    private long _released;
    private long _flushed;
    private volatile bool _isRecovering;
    private volatile bool _isCompleted;
    private volatile bool _isClosed;

    public JournalQueue(
        JournalPlan plan, BoundedPool<UsageEntry> pool, Quarantine quarantine, TimeProvider time, ILogger logger)
    {
        _pool = pool;
        Capacity = plan.Capacity;

        // The journal is the bound: there is a position only for what has found room in it. A bounded channel would
        // count once more, which costs each caller 25 ns.
        _channel = Channel.CreateUnbounded<JournalPosition>(new UnboundedChannelOptions { SingleReader = true });
        JournalFile.CreateFolder(plan.Root);
        _root = plan.Root;
        _recovery = new JournalRecovery(JournalFolder.AdoptOrphans(plan.Root), plan.Disk, quarantine, logger);
        _isRecovering = !_recovery.IsDone;
        _journal = new Journal(JournalFolder.Create(plan.Root, time), plan, logger);
        _keeper = new JournalKeeper(_journal, Flush, plan.FlushInterval, _room.Pulse, time, logger);
        _late = new LateJournal(plan.Root, plan.Disk, time);
        using (ExecutionContext.SuppressFlow())
            _adoption = time.CreateTimer(_ => AdoptOrphans(logger), null, AdoptionInterval, AdoptionInterval);
    }

    public int Capacity { get; }

    public long Accepted => Interlocked.Read(ref _appended) + Recovered;

    public long Recovered => Interlocked.Read(ref _recovered);

    public long Released => Interlocked.Read(ref _released) + Interlocked.Read(ref _unreadable);

    public bool IsRecovering => _isRecovering;

    public bool HasWork => IsRecovering || (Waiting > 0 && !_isClosed);

    public long Waiting => Interlocked.Read(ref _appended) - Interlocked.Read(ref _takenEver);

    /// <summary>Gets nothing: what is accepted survives the process.</summary>
    public long AtRisk => 0;

    public long Unflushed => Math.Max(0, Interlocked.Read(ref _appended) - Interlocked.Read(ref _flushed));

    public Action WorkFound { get; set; } = static () => { };

    public bool TryAppend(UsageEntry entry)
    {
        byte[] usual = _frame ??= new byte[UsualFrameBytes];
        int length = RecordEncoder.Encode(entry, usual.AsSpan(JournalFrame.HeaderBytes));
        bool isAppended = length < 0 ? TryAppendLarge(entry) : TryAppend(usual, length);
        if (!isAppended) return false;

        entry.Clear();
        _pool.Return(entry);
        return true;
    }

    public bool TryAppend(UsageEntry entry, out Task durable)
    {
        durable = Task.CompletedTask;
        if (_isCompleted) throw Stopped();
        if (!TryAppend(entry)) return false;

        durable = _journal.FlushedAsync();
        return true;
    }

    public bool TryAppendTotals(UsageEntry totals)
    {
        byte[] frame = new byte[UsualFrameBytes];
        int length = RecordEncoder.Encode(totals, frame.AsSpan(JournalFrame.HeaderBytes));
        if (length < 0) return false;

        JournalFrame.WriteHeader(frame, length);
        ReadOnlySpan<byte> bytes = frame.AsSpan(0, JournalFrame.HeaderBytes + length);
        if (!_journal.TryAppendReserved(bytes, out JournalPosition position)) return false;

        Interlocked.Increment(ref _appended);
        _channel.Writer.TryWrite(position);
        return true;
    }

    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        Task room = _room.Signalled;
        if (HasRoom && _journal.HasRoom) return;

        await room.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Take(List<UsageRecord> batch, int most)
    {
        while (batch.Count < most)
        {
            if (TryTakeRecovered(out JournalPosition position, out UsageRecord? record))
            {
                Add(batch, position, record!);
                continue;
            }

            if (!_channel.Reader.TryRead(out position)) return;

            Interlocked.Increment(ref _takenEver);
            Add(batch, position, Read(position));
        }
    }

    public void Release(int count, Exception? refusal)
    {
        for (int i = 0; i < count; i++) _journal.Finish(_taken.Dequeue());
        Interlocked.Add(ref _released, count);
        _room.Pulse();
    }

    public void DropStored()
    {
        _journal.BeginAnew();
        Flush();
    }

    public void Complete()
    {
        _isCompleted = true;
        _channel.Writer.TryComplete();
        _room.Pulse();
    }

    /// <summary>Loses nothing: what is left waits in the journal for the next process.</summary>
    public int Abandon() => 0;

    public async ValueTask DisposeAsync()
    {
        await _adoption.DisposeAsync().ConfigureAwait(false);
        await _keeper.DisposeAsync().ConfigureAwait(false);
        _isClosed = true;
        _journal.Dispose();
        lock (_recovering) _recovery.Dispose();
    }

    private bool HasRoom => Waiting < Capacity;

    private bool TryAppend(byte[] frame, int length)
    {
        JournalFrame.WriteHeader(frame, length);
        ReadOnlySpan<byte> bytes = frame.AsSpan(0, JournalFrame.HeaderBytes + length);
        if (!HasRoom) return false;

        if (!_journal.TryAppend(bytes, out JournalPosition position))
        {
            if (!_isClosed || !_late.TryAppend(bytes)) return false;

            Interlocked.Increment(ref _appended);
            return true;
        }

        Interlocked.Increment(ref _appended);

        // False after the end only: the record then waits in the journal for the next process, and is counted as
        // pending.
        _channel.Writer.TryWrite(position);
        return true;
    }

    private bool TryAppendLarge(UsageEntry entry)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(JournalFrame.MaxBytes);
        try
        {
            Span<byte> record = rented.AsSpan(JournalFrame.HeaderBytes, JournalFrame.MaxRecordBytes);
            int length = RecordEncoder.Encode(entry, record);
            return length >= 0 && TryAppend(rented, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private bool TryTakeRecovered(out JournalPosition position, out UsageRecord? record)
    {
        position = default;
        record = null;
        if (!_isRecovering) return false;

        lock (_recovering)
        {
            bool isTaken = _recovery.TryTake(out position, out record);
            Interlocked.Exchange(ref _recovered, _recovery.Found);
            Interlocked.Exchange(ref _unreadable, _recovery.Unreadable);

            // After the counts: whoever sees that recovery is over sees everything that it found.
            _isRecovering = !_recovery.IsDone;
            return isTaken;
        }
    }

    // Of processes that died while this one runs: their records would else wait for the next start.
    private void AdoptOrphans(ILogger logger)
    {
        try
        {
            lock (_recovering)
            {
                if (_isClosed || !_recovery.Adopt(JournalFolder.AdoptOrphans(_root))) return;

                _isRecovering = true;
            }

            WorkFound();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.OrphansUnreadable(_root, exception);
        }
    }

    private void Flush()
    {
        long appended = Interlocked.Read(ref _appended);
        _journal.Flush();
        Interlocked.Exchange(ref _flushed, appended);
    }

    private UsageRecord Read(JournalPosition position)
    {
        if (_readSegment != position.Segment) _readSegment?.StopReading();
        _readSegment = position.Segment;

        Span<byte> frame = _buffer.AsSpan(0, position.Length);
        position.Segment.Read(position.Offset, frame);
        return RecordDecoder.TryDecode(frame[JournalFrame.HeaderBytes..], out UsageRecord? record)
            ? record
            : throw new InvalidDataException($"The journal {position.Segment.Path} was changed at {position.Offset}.");
    }

    private void Add(List<UsageRecord> batch, JournalPosition position, UsageRecord record)
    {
        _taken.Enqueue(position);
        batch.Add(record);
    }

    private static ObjectDisposedException Stopped() =>
        new(nameof(UsageRecorder), "The monitor has been stopped: nothing can be recorded any more.");
}
