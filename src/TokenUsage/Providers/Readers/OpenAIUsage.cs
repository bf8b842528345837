using System.Globalization;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>The usage object of OpenAI and of everybody who speaks its dialect.</summary>
/// <remarks>
/// A later value of each count replaces an earlier one, and <c>null</c> replaces nothing: some hosts send usage with
/// every chunk, running, and OpenAI may send one more chunk without it after the one that has it.
/// </remarks>
internal static class OpenAIUsage
{
    private const decimal TicksPerUsd = 10_000_000_000m;

    public static void Read(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (!JsonValue.IsObject(json)) return;

        var costs = default(StatedCosts);
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            if (JsonValue.IsObject(value)) ReadPart(name, value, reading, ref costs);
            else if (!TryReadCount(name, value, reading)) ReadOther(name, value, reading, ref costs);
        }

        reading.StatedCostUsd = costs.Total ?? reading.StatedCostUsd;
    }

    private static bool TryReadCount(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8))
        {
            reading.Tokens = known with { Input = JsonValue.Count(value) ?? known.Input };
        }
        else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8))
        {
            reading.Tokens = known with { Output = JsonValue.Count(value) ?? known.Output };
        }
        else if (name.SequenceEqual("total_tokens"u8))
        {
            reading.StatedTotal = JsonValue.Count(value) ?? reading.StatedTotal;
        }
        else if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("num_cached_tokens"u8)
            || name.SequenceEqual("prompt_cache_hit_tokens"u8))
        {
            reading.Tokens = known with { CachedInput = JsonValue.Count(value) ?? known.CachedInput };
        }
        else if (name.SequenceEqual("reasoning_tokens"u8))
        {
            reading.Tokens = known with { Reasoning = JsonValue.Count(value) ?? known.Reasoning };
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void ReadOther(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, UsageReading reading, ref StatedCosts costs)
    {
        if (name.SequenceEqual("cost"u8)) costs.Usd = JsonValue.Number(value);
        else if (name.SequenceEqual("cost_in_usd_ticks"u8)) costs.Usd = JsonValue.Number(value) / TicksPerUsd;
        else if (name.SequenceEqual("is_byok"u8)) costs.IsOwnKey = JsonValue.IsTrue(value);
        else if (name.SequenceEqual("service_tier"u8)) CommonValues.ServiceTier(value, reading);
        else if (name.SequenceEqual("search_context_size"u8)) CommonValues.Fact(value, "search_context_size", reading);
        else if (name.SequenceEqual("citation_tokens"u8))
            CommonValues.Meter(value, UsageMeters.CitationTokens, reading);
        else if (name.SequenceEqual("num_search_queries"u8)) CommonValues.Meter(value, UsageMeters.WebSearch, reading);
        else if (name.SequenceEqual("num_sources_used"u8))
            CommonValues.Meter(value, UsageMeters.SearchSources, reading);
        else if (name.SequenceEqual("video_tokens"u8)) CommonValues.Meter(value, UsageMeters.InputVideo, reading);
        else if (name.SequenceEqual("seconds"u8) || name.SequenceEqual("prompt_audio_seconds"u8))
        {
            CommonValues.Meter(value, UsageMeters.AudioSeconds, reading);
        }
    }

    private static void ReadPart(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, UsageReading reading, ref StatedCosts costs)
    {
        // Transcription writes its details in the singular.
        if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8)
            || name.SequenceEqual("input_token_details"u8))
        {
            OpenAIUsageDetails.ReadInput(value, reading);
        }
        else if (name.SequenceEqual("completion_tokens_details"u8) || name.SequenceEqual("output_tokens_details"u8)
            || name.SequenceEqual("output_token_details"u8))
        {
            OpenAIUsageDetails.ReadOutput(value, reading);
        }
        else if (name.SequenceEqual("server_side_tool_usage_details"u8)) OpenAIUsageDetails.ReadTools(value, reading);
        else if (name.SequenceEqual("cost"u8)) costs.Usd = Member(value, "total_cost"u8);
        else if (name.SequenceEqual("cost_details"u8)) costs.UpstreamUsd = Member(value, "upstream_inference_cost"u8);
        else if (name.SequenceEqual("pydantic_ai_gateway"u8) && Member(value, "cost_estimate"u8) is { } estimate)
        {
            reading.SetMetadata("gateway.cost_usd", estimate.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static decimal? Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        decimal? found = null;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            if (members.Name.SequenceEqual(name)) found = JsonValue.Number(members.Value);
        }

        return found;
    }

    /// <summary>A router's cost is only its fee where the caller brought his own key; the upstream bill comes on top.</summary>
    private struct StatedCosts
    {
        public decimal? Usd;
        public decimal? UpstreamUsd;
        public bool IsOwnKey;

        public readonly decimal? Total => IsOwnKey ? Usd + (UpstreamUsd ?? 0) : Usd;
    }
}
