using System.Threading.Channels;
using TokenUsage.Collections;

namespace TokenUsage.Recording;

/// <summary>Pooled entries in a bounded channel: lost when the process dies.</summary>
internal sealed class MemoryQueue : IRecordQueue
{
    private readonly BoundedPool<UsageEntry> _pool;
    private readonly Channel<UsageEntry> _channel;

    // Touched by the loop only.
    private readonly Queue<UsageEntry> _taken = new();

    private long _accepted;
    private long _released;
    private long _takenEver;

    public MemoryQueue(int capacity, BoundedPool<UsageEntry> pool)
    {
        _pool = pool;
        Capacity = capacity;

        // Wait mode, although nobody waits in TryWrite: the Drop modes answer true on a full channel.
        _channel = Channel.CreateBounded<UsageEntry>(new BoundedChannelOptions(capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    public int Capacity { get; }

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Recovered => 0;

    public long Released => Interlocked.Read(ref _released);

    public bool IsRecovering => false;

    public bool HasWork => Waiting > 0;

    public long Waiting => Accepted - Interlocked.Read(ref _takenEver);

    public long AtRisk => Accepted - Released;

    public long Unflushed => AtRisk;

    /// <summary>Never called: nothing comes here but from callers.</summary>
    public Action WorkFound { get; set; } = static () => { };

    /// <summary>Memory is where the totals are already.</summary>
    public bool TryAppendTotals(UsageEntry totals) => false;

    public bool TryAppend(UsageEntry entry)
    {
        // Counted before the loop can see it, so that Accepted is never behind Released.
        Interlocked.Increment(ref _accepted);
        if (_channel.Writer.TryWrite(entry)) return true;

        Interlocked.Decrement(ref _accepted);
        return false;
    }

    public bool TryAppend(UsageEntry entry, out Task durable)
    {
        entry.Durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        durable = entry.Durable.Task;
        return TryAppend(entry);
    }

    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        if (!await _channel.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false))
            throw Stopped();
    }

    public void Take(List<UsageRecord> batch, int most)
    {
        while (batch.Count < most && _channel.Reader.TryRead(out UsageEntry? entry))
        {
            Interlocked.Increment(ref _takenEver);
            _taken.Enqueue(entry);
            batch.Add(entry.ToRecord());
        }
    }

    public void Release(int count, Exception? refusal)
    {
        for (int i = 0; i < count; i++)
        {
            UsageEntry entry = _taken.Dequeue();
            if (refusal is null) entry.Durable?.TrySetResult();
            else entry.Durable?.TrySetException(refusal);

            entry.Clear();
            _pool.Return(entry);
        }

        Interlocked.Add(ref _released, count);
    }

    /// <summary>What is stored is gone from here.</summary>
    public void DropStored()
    {
    }

    public void Complete() => _channel.Writer.TryComplete();

    public int Abandon()
    {
        var remaining = new List<UsageRecord>();
        Take(remaining, int.MaxValue);

        int lost = _taken.Count;
        Release(lost, Stopped());
        return lost;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ObjectDisposedException Stopped() =>
        new(nameof(UsageRecorder), "The monitor has been stopped: nothing can be recorded any more.");
}
