namespace TokenUsage.Caching;

/// <summary>The entries by use, for each priority, and by tag. Guarded by the cache's lock.</summary>
internal sealed class CacheOrder
{
    private readonly Dictionary<string, LinkedListNode<CacheEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _byTag = new(StringComparer.Ordinal);
    private readonly LinkedList<CacheEntry>[] _byUse = [new(), new(), new()];

    public int Count => _byKey.Count;

    public long Bytes { get; private set; }

    public IEnumerable<string> Keys => _byKey.Keys;

    /// <summary>Gets the entry that leaves next.</summary>
    public CacheEntry? Next => _byUse.FirstOrDefault(l => l.Count > 0)?.Last!.Value;

    public CacheEntry? Find(string key) => _byKey.TryGetValue(key, out var node) ? node.Value : null;

    public IReadOnlyList<string> FindTag(string tag) => _byTag.TryGetValue(tag, out var keys) ? [.. keys] : [];

    public void Use(string key)
    {
        LinkedListNode<CacheEntry> node = _byKey[key];
        LinkedList<CacheEntry> list = node.List!;
        if (list.First == node) return;
        list.Remove(node);
        list.AddFirst(node);
    }

    public void Add(CacheEntry entry)
    {
        _byKey.Add(entry.Key, _byUse[(int)entry.Options.Priority].AddFirst(entry));
        Bytes += entry.Size;
        foreach (string tag in entry.Options.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys)) _byTag[tag] = keys = new HashSet<string>(StringComparer.Ordinal);
            keys.Add(entry.Key);
        }
    }

    public bool Remove(string key)
    {
        if (!_byKey.Remove(key, out LinkedListNode<CacheEntry>? node)) return false;

        node.List!.Remove(node);
        Bytes -= node.Value.Size;
        foreach (string tag in node.Value.Options.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys)) continue;
            keys.Remove(key);
            if (keys.Count == 0) _byTag.Remove(tag);
        }

        return true;
    }
}
