namespace TokenUsage.Live;

/// <summary>The latest events, for subscribers who come late or come back. Guarded by the feed's lock.</summary>
internal sealed class FeedHistory(int capacity)
{
    private readonly FeedEvent[] _ring = new FeedEvent[capacity];
    private long _count;

    public void Add(FeedEvent item) => _ring[(int)(_count++ % _ring.Length)] = item;

    /// <summary>Lists what a subscriber asks to be told again, oldest first.</summary>
    public IEnumerable<FeedEvent> Select(FeedOptions options)
    {
        long oldest = Math.Max(0, _count - _ring.Length);
        long from = options.After is null ? Math.Max(oldest, _count - options.Replay) : oldest;
        for (long i = from; i < _count; i++)
        {
            FeedEvent item = _ring[(int)(i % _ring.Length)];
            if (options.After is not { } after || item.Sequence > after) yield return item;
        }
    }
}
