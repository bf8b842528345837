namespace TokenUsage.Caching;

/// <summary>The entries by use, for each priority, and by tag. Guarded by the cache's lock.</summary>
internal sealed class CacheOrder
{
    private readonly Dictionary<string, LinkedListNode<CacheEntry>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _byTag = new(StringComparer.Ordinal);
    private readonly LinkedList<CacheEntry>[] _byUse = [new(), new(), new()];

    public int Count => _byKey.Count;

    public long Bytes { get; private set; }

    public IReadOnlyList<string> Keys => [.. _byKey.Keys];

    /// <summary>Gets the entry that leaves next.</summary>
    public CacheEntry? Next => _byUse.FirstOrDefault(l => l.Count > 0)?.Last!.Value;

    public IReadOnlyList<string> FindTag(string tag) => _byTag.TryGetValue(tag, out var keys) ? [.. keys] : [];

    /// <summary>Says that an entry was used. One that has left meanwhile stays away.</summary>
    public static void Use(LinkedListNode<CacheEntry> node)
    {
        if (node.List is not { } list || list.First == node) return;
        list.Remove(node);
        list.AddFirst(node);
    }

    public LinkedListNode<CacheEntry> Add(CacheEntry entry)
    {
        LinkedListNode<CacheEntry> node = _byUse[(int)entry.Priority].AddFirst(entry);
        _byKey.Add(entry.Key, node);
        Bytes += entry.Size;
        foreach (string tag in entry.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys))
                _byTag[tag] = keys = new HashSet<string>(StringComparer.Ordinal);
            keys.Add(entry.Key);
        }

        return node;
    }

    public bool Remove(string key)
    {
        if (!_byKey.Remove(key, out LinkedListNode<CacheEntry>? node)) return false;

        node.List!.Remove(node);
        Bytes -= node.Value.Size;
        foreach (string tag in node.Value.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys)) continue;
            keys.Remove(key);
            if (keys.Count == 0) _byTag.Remove(tag);
        }

        return true;
    }
}
