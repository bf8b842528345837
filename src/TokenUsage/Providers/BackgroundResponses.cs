namespace TokenUsage.Providers;

/// <summary>Answers that are made in the background: each is billed once, by whoever sees its usage first.</summary>
/// <remarks>
/// The request that starts such an answer shows no usage, and every later look at it shows all of it. Remembered by the
/// provider's id. Bounded: the oldest are forgotten, and one that is still fetched after <see cref="Capacity"/> others
/// would be billed again. Safe for concurrent use.
/// </remarks>
internal sealed class BackgroundResponses
{
    /// <summary>The most answers that are remembered.</summary>
    public const int Capacity = 16_384;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public int Count
    {
        get
        {
            lock (_gate) return _known.Count;
        }
    }

    /// <summary>Remembers who started an answer whose usage is still to come.</summary>
    public void Await(string id, BackgroundStart start)
    {
        lock (_gate)
        {
            if (_known.TryAdd(id, new Entry(start, IsBilled: false))) Forget(id);
        }
    }

    /// <summary>Claims the bill for an answer whose usage has been seen.</summary>
    /// <param name="id">The provider's id of the answer.</param>
    /// <param name="start">Who started it, where that was seen.</param>
    /// <returns><see langword="true"/> to the first who asks, and to nobody after him.</returns>
    public bool TryBill(string id, out BackgroundStart? start)
    {
        start = null;
        lock (_gate)
        {
            if (!_known.TryGetValue(id, out Entry known))
            {
                _known.Add(id, new Entry(null, IsBilled: true));
                Forget(id);
                return true;
            }

            if (known.IsBilled) return false;

            start = known.Start;
            _known[id] = new Entry(null, IsBilled: true);
            return true;
        }
    }

    private void Forget(string newest)
    {
        _order.Enqueue(newest);
        if (_order.Count > Capacity) _known.Remove(_order.Dequeue());
    }

    private readonly record struct Entry(BackgroundStart? Start, bool IsBilled);
}
