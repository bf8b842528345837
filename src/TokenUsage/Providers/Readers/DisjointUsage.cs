using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>The usage object of Anthropic and of Bedrock: input, cache reads and cache writes stand beside each other.</summary>
/// <remarks>Bedrock states its cache counts twice, under two names with the same value; both land in the same place here.</remarks>
internal struct DisjointUsage
{
    public long? Fresh;
    public long? CacheRead;
    public long? CacheWrite;
    public long? CacheWrite1h;
    public long? Output;
    public long? Reasoning;
    public long? Total;

    /// <summary>Takes up again what is known so far, so that a later object can replace it count by count.</summary>
    public static DisjointUsage From(TokenCounts known) => new()
    {
        Fresh = known.Input - (known.CachedInput ?? 0) - (known.CacheWrite ?? 0),
        CacheRead = known.CachedInput,
        CacheWrite = known.CacheWrite,
        CacheWrite1h = known.CacheWrite1h,
        Output = known.Output,
        Reasoning = known.Reasoning,
    };

    public bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("input_tokens"u8) || name.SequenceEqual("inputTokens"u8)
            || name.SequenceEqual("inputTokenCount"u8)) return Set(ref Fresh, value);
        if (name.SequenceEqual("output_tokens"u8) || name.SequenceEqual("outputTokens"u8)
            || name.SequenceEqual("outputTokenCount"u8)) return Set(ref Output, value);
        if (name.SequenceEqual("cache_read_input_tokens"u8) || name.SequenceEqual("cacheReadInputTokens"u8)
            || name.SequenceEqual("cacheReadInputTokenCount"u8)) return Set(ref CacheRead, value);
        if (name.SequenceEqual("cache_creation_input_tokens"u8) || name.SequenceEqual("cacheWriteInputTokens"u8)
            || name.SequenceEqual("cacheWriteInputTokenCount"u8)) return Set(ref CacheWrite, value);
        if (name.SequenceEqual("totalTokens"u8)) return Set(ref Total, value);
        return false;
    }

    public readonly TokenCounts ToCounts()
    {
        bool isKnown = Fresh is not null || CacheRead is not null || CacheWrite is not null;

        // Some models on Bedrock count cached input as input: only the total tells.
        bool includesCache = Total is not null && Total == Fresh + Output;
        long cached = includesCache ? 0 : (CacheRead ?? 0) + (CacheWrite ?? 0);
        return new TokenCounts
        {
            Input = isKnown ? (Fresh ?? 0) + cached : null,
            CachedInput = CacheRead,
            CacheWrite = CacheWrite,
            CacheWrite1h = CacheWrite1h,
            Output = Output,
            Reasoning = Reasoning,
        };
    }

    private static bool Set(ref long? count, ReadOnlySpan<byte> value)
    {
        // Beyond what a call can have, sums of three could overflow.
        if (JsonValue.Count(value) is { } stated) count = Math.Clamp(stated, 0, TokenCounts.MaxPerCall);
        return true;
    }
}
