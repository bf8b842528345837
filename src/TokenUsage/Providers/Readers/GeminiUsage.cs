using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>The usage metadata of Gemini and Vertex: thoughts and tool prompts stand beside what they belong to.</summary>
/// <remarks>Running totals: each chunk may have some of them, and the last value of each is right.</remarks>
internal static class GeminiUsage
{
    public static void Read(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (!JsonValue.IsObject(json)) return;

        TokenCounts known = reading.Tokens;
        long? tool = (long?)reading.GetMeter(UsageMeters.InputToolPrompt);
        long? prompt = known.Input - (tool ?? 0);
        long? thoughts = known.Reasoning;
        long? candidates = known.Output - (thoughts ?? 0);
        long? cached = known.CachedInput;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            if (name.SequenceEqual("promptTokenCount"u8)) prompt = Count(value) ?? prompt;
            else if (name.SequenceEqual("candidatesTokenCount"u8)) candidates = Count(value) ?? candidates;
            else if (name.SequenceEqual("thoughtsTokenCount"u8)) thoughts = Count(value) ?? thoughts;
            else if (name.SequenceEqual("toolUsePromptTokenCount"u8)) tool = Count(value) ?? tool;
            else if (name.SequenceEqual("cachedContentTokenCount"u8)) cached = Count(value) ?? cached;
            else if (name.SequenceEqual("totalTokenCount"u8)) reading.StatedTotal = Count(value) ?? reading.StatedTotal;
            else ReadOther(name, value, reading);
        }

        if (tool is not null) reading.SetMeter(UsageMeters.InputToolPrompt, tool.Value);
        reading.Tokens = known with
        {
            Input = prompt is null && tool is null ? null : (prompt ?? 0) + (tool ?? 0),
            Output = candidates is null && thoughts is null ? null : (candidates ?? 0) + (thoughts ?? 0),
            Reasoning = thoughts,
            CachedInput = cached,
        };
    }

    private static void ReadOther(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, UsageReading reading)
    {
        if (name.SequenceEqual("promptTokensDetails"u8) || name.SequenceEqual("promptTokenDetails"u8))
        {
            GeminiModalities.Read(value, reading, GeminiModalities.InputMeter);
        }
        else if (name.SequenceEqual("cacheTokensDetails"u8))
            GeminiModalities.Read(value, reading, GeminiModalities.CachedMeter);
        else if (name.SequenceEqual("candidatesTokensDetails"u8))
            GeminiModalities.Read(value, reading, GeminiModalities.OutputMeter);
        else if (name.SequenceEqual("serviceTier"u8)) CommonValues.ServiceTier(value, reading);
        else if (name.SequenceEqual("trafficType"u8)) reading.ServiceTier ??= Tier(value);
    }

    private static string? Tier(ReadOnlySpan<byte> trafficType) => trafficType switch
    {
        _ when trafficType.SequenceEqual("\"ON_DEMAND_FLEX\""u8) => "flex",
        _ when trafficType.SequenceEqual("\"ON_DEMAND_PRIORITY\""u8) => "priority",
        _ when trafficType.SequenceEqual("\"PROVISIONED_THROUGHPUT\""u8) => "provisioned",
        _ => null,
    };

    private static long? Count(ReadOnlySpan<byte> json) =>
        JsonValue.Count(json) is { } count ? Math.Clamp(count, 0, TokenCounts.MaxPerCall) : null;
}
