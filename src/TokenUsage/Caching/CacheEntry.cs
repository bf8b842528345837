namespace TokenUsage.Caching;

/// <summary>A value, and what the order knows of it.</summary>
/// <param name="key">Its key.</param>
/// <param name="value">The value; null where a storage of the user's own holds it.</param>
/// <param name="size">About how many bytes it takes.</param>
/// <param name="options">Why it leaves, and together with which others.</param>
internal sealed class CacheEntry(string key, object? value, long size, CacheEntryOptions options)
{
    // The entry, the nodes of both orders and the key.
    private const int Overhead = 200;

    public string Key { get; } = key;

    public object? Value { get; } = value;

    public CachePriority Priority { get; } = options.Priority;

    public IReadOnlyList<string> Tags { get; } = options.Tags;

    public long Size { get; } = size + Overhead + (2L * key.Length);
}
