namespace TokenUsage.Proofs.PowerCut;

/// <summary>Everything that happened in one run, in one order.</summary>
internal sealed class DiskLog
{
    private readonly Lock _lock = new();
    private readonly List<DiskEvent> _events = [];

    public int Now
    {
        get
        {
            lock (_lock) return _events.Count;
        }
    }

    public IReadOnlyList<DiskEvent> Events => _events;

    /// <summary>Gets when <c>RecordAsync</c> completed for an id.</summary>
    public Dictionary<Guid, int> Completed { get; } = [];

    /// <summary>Gets when <c>TryRecord</c> answered true for an id.</summary>
    public Dictionary<Guid, int> Accepted { get; } = [];

    /// <summary>Gets when the store committed an id; its commits are durable when it says so, as with synchronous=FULL.</summary>
    public Dictionary<Guid, int> Committed { get; } = [];

    public void Add(DiskEventKind kind, string path, int offset = 0, ReadOnlySpan<byte> bytes = default, int began = 0)
    {
        lock (_lock) _events.Add(new DiskEvent(kind, path, offset, bytes.ToArray(), began));
    }

    /// <summary>Notes the moment at which something became true of an id.</summary>
    public void Note(Dictionary<Guid, int> book, Guid id)
    {
        lock (_lock) book.TryAdd(id, _events.Count);
    }
}
