namespace TokenUsage.Caching;

/// <summary>The entries by use, for each priority, and by tag. Guarded by the cache's lock, but for <see cref="CacheEntry.LastUse"/>.</summary>
/// <remarks>
/// A hit only numbers its entry, without the lock: moving it in a list would take longer than finding it. The heaps know the
/// numbers of when they last looked; an entry that was used since is put back with its new one when its turn comes, so that
/// the least recently used leaves, exactly.
/// </remarks>
internal sealed class CacheOrder
{
    private const int Spare = 64;

    private readonly Dictionary<string, CacheEntry> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _byTag = new(StringComparer.Ordinal);
    private readonly PriorityQueue<CacheEntry, long>[] _byUse = [new(), new(), new()];

    public int Count => _byKey.Count;

    public long Bytes { get; private set; }

    public IReadOnlyList<string> Keys => [.. _byKey.Keys];

    public IReadOnlyList<string> FindTag(string tag) => _byTag.TryGetValue(tag, out var keys) ? [.. keys] : [];

    /// <summary>Finds the entry that leaves next.</summary>
    public CacheEntry? FindNext()
    {
        foreach (PriorityQueue<CacheEntry, long> entries in _byUse)
        {
            while (entries.TryPeek(out CacheEntry? entry, out long use))
            {
                long lastUse = entry.LastUse;
                if (entry.IsGone) entries.Dequeue();
                else if (lastUse == use) return entry;
                else entries.DequeueEnqueue(entry, lastUse);
            }
        }

        return null;
    }

    public void Add(CacheEntry entry)
    {
        _byKey.Add(entry.Key, entry);
        PriorityQueue<CacheEntry, long> entries = _byUse[(int)entry.Priority];
        if (entries.Count >= (2 * Count) + Spare) LetGoOfGone(entries);
        entries.Enqueue(entry, entry.LastUse);
        Bytes += entry.Size;
        foreach (string tag in entry.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys))
                _byTag[tag] = keys = new HashSet<string>(StringComparer.Ordinal);
            keys.Add(entry.Key);
        }
    }

    public bool Remove(string key)
    {
        if (!_byKey.Remove(key, out CacheEntry? entry)) return false;

        entry.Leave();
        Bytes -= entry.Size;
        foreach (string tag in entry.Tags)
        {
            if (!_byTag.TryGetValue(tag, out var keys)) continue;
            keys.Remove(key);
            if (keys.Count == 0) _byTag.Remove(tag);
        }

        return true;
    }

    // What has left stays in its heap until its turn comes; where that is long, it is swept out.
    private static void LetGoOfGone(PriorityQueue<CacheEntry, long> entries)
    {
        (CacheEntry Entry, long Use)[] kept = [.. entries.UnorderedItems.Where(item => !item.Element.IsGone)];
        entries.Clear();
        entries.EnqueueRange(kept);
    }
}
