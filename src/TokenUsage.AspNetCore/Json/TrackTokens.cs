namespace TokenUsage.AspNetCore.Json;

/// <summary>The counts of a reported call. What is left out was not reported; zero is zero.</summary>
internal sealed record TrackTokens
{
    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? CachedInput { get; init; }

    public long? CacheWrite { get; init; }

    public long? Reasoning { get; init; }
}
