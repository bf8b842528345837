namespace TokenUsage.Caching;

/// <summary>What the order knows of a value.</summary>
internal sealed record CacheEntry(string Key, CacheEntryOptions Options, DateTimeOffset ExpiresAt)
{
    // The key, the node and the dictionaries' entries.
    private const int Overhead = 200;

    public long Size { get; } = Options.Size + Overhead + (2L * Key.Length);
}
