namespace TokenUsage.Live;

/// <summary>The events that wait for one subscriber: bounded, in order, and made one where that was asked for.</summary>
/// <remarks>Not a channel: its Drop modes do not say what was lost, and it cannot replace an item that waits.</remarks>
internal sealed class FeedBuffer(FeedOptions options)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<FeedEvent> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<FeedEvent>>? _byKey =
        options.ConflateBy is null ? null : new Dictionary<string, LinkedListNode<FeedEvent>>(StringComparer.Ordinal);
    private long _lost;
    private long _conflated;
    private bool _isClosed;

    public long Lost => Volatile.Read(ref _lost);

    public long Conflated => Volatile.Read(ref _conflated);

    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Gets whether the subscriber was too slow for the rule it chose.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    public void Add(FeedEvent item)
    {
        string? key = options.ConflateBy?.Invoke(item);
        lock (_lock)
        {
            if (_isClosed) return;
            if (key is not null && _byKey!.Remove(key, out LinkedListNode<FeedEvent>? earlier))
            {
                // It moves to the end, so that numbers still rise.
                item = item with { Count = earlier.Value.Count + item.Count };
                _waiting.Remove(earlier);
                _conflated++;
            }

            if (_waiting.Count >= options.Capacity && !MakeRoom()) return;
            LinkedListNode<FeedEvent> node = _waiting.AddLast(item);
            if (key is not null) _byKey![key] = node;
        }
    }

    public bool TryTake(out FeedEvent item)
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first)
            {
                item = null!;
                return false;
            }

            item = first.Value;
            RemoveFirst();
            return true;
        }
    }

    private bool MakeRoom()
    {
        _lost++;
        switch (options.WhenFull)
        {
            case SlowSubscriberRule.DropOldest:
                RemoveFirst();
                return true;
            case SlowSubscriberRule.Disconnect:
                Volatile.Write(ref _isClosed, true);
                return false;
            default:
                return false;
        }
    }

    private void RemoveFirst()
    {
        LinkedListNode<FeedEvent> first = _waiting.First!;
        _waiting.RemoveFirst();
        if (options.ConflateBy?.Invoke(first.Value) is { } key) _byKey!.Remove(key);
    }
}
