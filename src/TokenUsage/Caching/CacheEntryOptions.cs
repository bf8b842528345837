namespace TokenUsage.Caching;

/// <summary>How long an entry stays, and why it leaves.</summary>
public sealed record CacheEntryOptions
{
    /// <summary>Gets how long the entry may be used.</summary>
    /// <value>The default, <see langword="null"/>, is <see cref="CacheOptions.TimeToLive"/>.</value>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Gets which entries leave before it.</summary>
    public CachePriority Priority { get; init; } = CachePriority.Normal;

    /// <summary>Gets the names by which the entry is cleared together with others.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets about how many bytes the value takes.</summary>
    /// <value>The default, <see langword="null"/>, is the length of a text or of an array of bytes, and 256 for all else.</value>
    public long? Size { get; init; }
}
