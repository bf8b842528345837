using System.Runtime.CompilerServices;
using TokenUsage.Collections;

namespace TokenUsage.Live;

/// <summary>One reader of the feed: told events, it keeps them until they are taken.</summary>
internal sealed class FeedSubscriber(FeedOptions options, TimeProvider time)
{
    private readonly FeedBuffer _buffer = new(options);
    private readonly FeedFilter _filter = new(options);
    private readonly AsyncSignal _signal = new();
    private long _delivered;
    private long _faults;

    public int Kinds => _filter.Kinds;

    public string Name => options.Name;

    public long Faults => Volatile.Read(ref _faults);

    public FeedSubscriberStatistics Statistics => new()
    {
        Name = options.Name,
        Delivered = Volatile.Read(ref _delivered),
        Conflated = _buffer.Conflated,
        Lost = _buffer.Lost,
        Faults = Faults,
        Waiting = _buffer.Count,
    };

    /// <summary>Tells an event. Never throws: a condition of the subscriber's own that does is counted.</summary>
    public void Tell(FeedEvent item)
    {
        try
        {
            if (!_filter.Passes(item)) return;
            _buffer.Add(item);
            _signal.Set();
        }
        catch (Exception)
        {
            CountFault();
        }
    }

    public void CountFault() => Interlocked.Increment(ref _faults);

    /// <summary>Hands over the events as they come.</summary>
    public async IAsyncEnumerable<FeedEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            _signal.Reset();
            while (_buffer.TryTake(out FeedEvent item))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _delivered);
                yield return item;
            }

            if (_buffer.IsClosed) yield break;
            await _signal.Signalled.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (options.Interval <= TimeSpan.Zero) continue;

            // The first event of a quiet time waits too: what comes within the interval is handed over together.
            await Task.Delay(options.Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
