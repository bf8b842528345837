namespace TokenUsage.Caching;

/// <summary>How much is remembered of what was asked.</summary>
public sealed class CacheOptions
{
    /// <summary>Gets or sets the most entries.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    public int MaxEntries { get; set; } = 1_000;

    /// <summary>Gets or sets the most bytes of all entries, as their sizes are estimated.</summary>
    /// <value>From 4,096. The default is 32 MiB.</value>
    public long MaxBytes { get; set; } = 32L << 20;

    /// <summary>Gets or sets how long an entry may be used that says nothing else.</summary>
    /// <value>From a second to a day. The default is five minutes.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how old an answer about a range that moves on, such as the last hour, may be.</summary>
    /// <value>
    /// From zero, for not at all, to an hour. The default is one second. New records in the range always make a new answer.
    /// </value>
    public TimeSpan Freshness { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets above how many bytes texts and arrays of bytes are kept compressed.</summary>
    /// <value>From 1,024. The default, <see langword="null"/>, compresses nothing.</value>
    public long? CompressAbove { get; set; }

    /// <summary>Makes settings for many readers: 20,000 entries, 256 MiB.</summary>
    public static CacheOptions HighPerformance() => new() { MaxEntries = 20_000, MaxBytes = 256L << 20 };

    /// <summary>Makes settings for a developer's machine: 100 entries for ten seconds.</summary>
    public static CacheOptions Development() => new() { MaxEntries = 100, TimeToLive = TimeSpan.FromSeconds(10) };

    /// <summary>Makes settings for small machines: 100 entries, 4 MiB, compressed above 4 KiB.</summary>
    public static CacheOptions MemoryEfficient() =>
        new() { MaxEntries = 100, MaxBytes = 4L << 20, CompressAbove = 4096 };
}
