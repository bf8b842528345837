using TokenUsage.Pricing;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Anthropic's usage object, with its cache lifetimes, server tools and iterations.</summary>
internal static class AnthropicUsage
{
    /// <summary>Lays an object over what is known: a stream's later one replaces its first, count by count.</summary>
    public static void Read(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (!JsonValue.IsObject(json)) return;

        DisjointUsage usage = DisjointUsage.From(reading.Tokens);
        ReadOnlySpan<byte> iterations = default;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            if (usage.TryRead(name, value)) continue;
            if (name.SequenceEqual("cache_creation"u8)) usage.CacheWrite1h = Hour(value) ?? usage.CacheWrite1h;
            else if (name.SequenceEqual("output_tokens_details"u8))
                usage.Reasoning = Thinking(value) ?? usage.Reasoning;
            else if (name.SequenceEqual("server_tool_use"u8)) ReadTools(value, reading);
            else if (name.SequenceEqual("service_tier"u8)) CommonValues.ServiceTier(value, reading);
            else if (name.SequenceEqual("speed"u8)) Fact(value, "standard", PriceFacts.SpeedName, reading);
            else if (name.SequenceEqual("inference_geo"u8))
                Fact(value, "not_available", PriceFacts.GeoName, reading);
            else if (name.SequenceEqual("iterations"u8)) iterations = value;
        }

        TokenCounts counts = usage.ToCounts();
        reading.Tokens = Iterations(iterations, reading) is { IsEmpty: false } sum
            ? sum with { Reasoning = counts.Reasoning } : counts;
    }

    // The counts above are those of the message iterations only; compaction and advice are billed and missing there.
    private static TokenCounts Iterations(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var sum = default(TokenCounts);
        var other = default(TokenCounts);
        string? adviser = null;
        var iterations = new JsonMembers(json);
        while (iterations.MoveNext())
        {
            TokenCounts counts = Iteration(iterations.Value, out string? model, out bool isAdvice);
            sum += counts;
            if (!isAdvice) continue;
            other += counts;

            // Of two advisers nobody can be charged for both: a name that no price list has leaves their part unpriced.
            adviser = adviser is null || adviser == model ? model : $"{adviser}+{model}";
        }

        if (adviser is not null) reading.SetMetadata(PriceFacts.OtherModelName, adviser);
        SetMeters(other, reading);
        return sum;
    }

    private static TokenCounts Iteration(ReadOnlySpan<byte> json, out string? model, out bool isAdvice)
    {
        var usage = default(DisjointUsage);
        model = null;
        isAdvice = false;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (usage.TryRead(members.Name, members.Value)) continue;
            if (members.Name.SequenceEqual("cache_creation"u8)) usage.CacheWrite1h = Hour(members.Value);
            else if (members.Name.SequenceEqual("model"u8)) model = JsonValue.Name(members.Value, model);
            else if (members.Name.SequenceEqual("type"u8))
                isAdvice = members.Value.SequenceEqual("\"advisor_message\""u8);
        }

        return usage.ToCounts();
    }

    private static void SetMeters(in TokenCounts other, UsageReading reading)
    {
        Set(UsageMeters.InputOtherModel, other.Input);
        Set(UsageMeters.OutputOtherModel, other.Output);
        Set(UsageMeters.InputOtherModelCached, other.CachedInput);
        Set(UsageMeters.InputOtherModelCacheWrite, other.CacheWrite);
        Set(UsageMeters.InputOtherModelCacheWrite1h, other.CacheWrite1h);

        void Set(string name, long? tokens)
        {
            if (tokens > 0) reading.SetMeter(name, tokens.Value);
        }
    }

    private static void Fact(ReadOnlySpan<byte> json, string nothingSpecial, string name, UsageReading reading)
    {
        if (JsonValue.Name(json, nothingSpecial) is { } text && text != nothingSpecial) reading.SetMetadata(name, text);
    }

    private static void ReadTools(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual("web_search_requests"u8))
                CommonValues.Meter(members.Value, UsageMeters.WebSearch, reading);
            else if (members.Name.SequenceEqual("web_fetch_requests"u8))
                CommonValues.Meter(members.Value, UsageMeters.WebFetch, reading);
        }
    }

    private static long? Hour(ReadOnlySpan<byte> json) => Member(json, "ephemeral_1h_input_tokens"u8);

    private static long? Thinking(ReadOnlySpan<byte> json) => Member(json, "thinking_tokens"u8);

    private static long? Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        long? found = null;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual(name)) found = JsonValue.Count(members.Value) ?? found;
        }

        return found;
    }
}
