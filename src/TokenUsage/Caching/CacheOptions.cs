namespace TokenUsage.Caching;

/// <summary>How much is remembered of what was asked.</summary>
public sealed class CacheOptions
{
    /// <summary>Gets or sets whether answers to queries are remembered.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the most entries.</summary>
    /// <value>From 1 to 1,000,000. The default is 1,000.</value>
    public int MaxEntries { get; set; } = 1_000;

    /// <summary>Gets or sets the most bytes of all entries, as their sizes are estimated.</summary>
    /// <value>From 4,096. The default is 32 MiB.</value>
    public long MaxBytes { get; set; } = 32L << 20;

    /// <summary>Gets or sets how long an entry may be used that says nothing else.</summary>
    /// <value>From a second to a day. The default is five minutes.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes settings for many readers: 20,000 entries, 256 MiB.</summary>
    public static CacheOptions HighPerformance() => new() { MaxEntries = 20_000, MaxBytes = 256L << 20 };

    /// <summary>Makes settings for a developer's machine: 100 entries for ten seconds.</summary>
    public static CacheOptions Development() => new() { MaxEntries = 100, TimeToLive = TimeSpan.FromSeconds(10) };

    /// <summary>Makes settings for small machines: 100 entries, 4 MiB.</summary>
    public static CacheOptions MemoryEfficient() => new() { MaxEntries = 100, MaxBytes = 4L << 20 };
}
