namespace TokenUsage.Collections;

/// <summary>Remembers the latest ids, up to a limit. Used by one thread at a time.</summary>
internal sealed class RecentIds(int limit)
{
    private readonly HashSet<Guid> _ids = new(limit);
    private readonly Queue<Guid> _order = new(limit);

    public bool Contains(Guid id) => _ids.Contains(id);

    public void Add(Guid id)
    {
        if (!_ids.Add(id)) return;

        _order.Enqueue(id);
        if (_order.Count > limit) _ids.Remove(_order.Dequeue());
    }
}
