namespace TokenUsage.Caching;

/// <summary>A value, and what the order knows of it.</summary>
/// <param name="key">Its key.</param>
/// <param name="value">The value; null where a storage of the user's own holds it.</param>
/// <param name="size">About how many bytes it takes.</param>
/// <param name="options">Why it leaves, and together with which others.</param>
internal sealed class CacheEntry(string key, object? value, long size, CacheEntryOptions options)
{
    // The entry, its places in the index and the order, and the key.
    private const int Overhead = 200;

    private long _lastUse;

    public string Key { get; } = key;

    /// <summary>Gets the value; null once it has left, or where a storage of the user's own holds it.</summary>
    public object? Value { get; private set; } = value;

    public CachePriority Priority { get; } = options.Priority;

    public IReadOnlyList<string> Tags { get; } = options.Tags;

    public long Size { get; } = size + Overhead + (2L * key.Length);

    /// <summary>Gets or sets the number of its latest use. Written by readers, without a lock.</summary>
    public long LastUse
    {
        get => Volatile.Read(ref _lastUse);
        set => Volatile.Write(ref _lastUse, value);
    }

    public bool IsGone { get; private set; }

    /// <summary>Lets go of the value: the order may hold the entry a while longer.</summary>
    public void Leave() => (IsGone, Value) = (true, null);
}
