namespace TokenUsage.Caching;

/// <summary>What a cache has done since it was made.</summary>
public sealed record CacheStatistics
{
    /// <summary>Gets how often a value was found.</summary>
    public long Hits { get; init; }

    /// <summary>Gets how often none was found.</summary>
    public long Misses { get; init; }

    /// <summary>Gets how often somebody waited for a value that another was making already.</summary>
    public long Joined { get; init; }

    /// <summary>Gets the entries that left for want of room.</summary>
    public long Evicted { get; init; }

    /// <summary>Gets the entries that were too old when they were asked for.</summary>
    public long Expired { get; init; }

    /// <summary>Gets the entries of now.</summary>
    public int Entries { get; init; }

    /// <summary>Gets the bytes of now, as estimated.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets the share of look-ups that found a value.</summary>
    /// <value>From 0 to 1; 0 before the first look-up.</value>
    public double HitRatio => Hits + Misses == 0 ? 0 : (double)Hits / (Hits + Misses);
}
