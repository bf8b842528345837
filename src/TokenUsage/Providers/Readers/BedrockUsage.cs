using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Bedrock's own usage object, and those of the models that it lets speak for themselves.</summary>
internal static class BedrockUsage
{
    public static void Read(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (!JsonValue.IsObject(json)) return;

        DisjointUsage usage = DisjointUsage.From(reading.Tokens);
        bool isOpenAI = false;
        bool isAnthropic = false;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            usage.TryRead(members.Name, members.Value);
            isOpenAI |= members.Name.SequenceEqual("prompt_tokens"u8);
            isAnthropic |= members.Name.SequenceEqual("input_tokens"u8);
            if (members.Name.SequenceEqual("cacheDetails"u8))
                usage.CacheWrite1h = WrittenForAnHour(members.Value) ?? usage.CacheWrite1h;
        }

        if (isOpenAI) OpenAIUsage.Read(json, reading);
        else if (isAnthropic) AnthropicUsage.Read(json, reading);
        else reading.Tokens = usage.ToCounts();
    }

    /// <summary>Takes over what nobody has stated yet.</summary>
    public static void Fill(ReadOnlySpan<byte> json, UsageReading reading)
    {
        TokenCounts stated = reading.Tokens;
        reading.Tokens = default;
        Read(json, reading);
        TokenCounts metrics = reading.Tokens;
        reading.Tokens = new TokenCounts
        {
            Input = stated.Input ?? metrics.Input,
            CachedInput = stated.CachedInput ?? metrics.CachedInput,
            CacheWrite = stated.CacheWrite ?? metrics.CacheWrite,
            CacheWrite1h = stated.CacheWrite1h ?? metrics.CacheWrite1h,
            Output = stated.Output ?? metrics.Output,
            Reasoning = stated.Reasoning,
        };
    }

    // [{"inputTokens":12,"ttl":"1h"}]
    private static long? WrittenForAnHour(ReadOnlySpan<byte> json)
    {
        long? written = null;
        var parts = new JsonMembers(json);
        while (parts.MoveNext())
        {
            long? tokens = null;
            bool isHour = false;
            var members = new JsonMembers(parts.Value);
            while (members.MoveNext())
            {
                if (members.Name.SequenceEqual("inputTokens"u8)) tokens = JsonValue.Count(members.Value);
                else if (members.Name.SequenceEqual("ttl"u8)) isHour = members.Value.SequenceEqual("\"1h\""u8);
            }

            if (isHour && tokens is { } count) written = Math.Clamp(count, 0, TokenCounts.MaxPerCall);
        }

        return written;
    }
}
