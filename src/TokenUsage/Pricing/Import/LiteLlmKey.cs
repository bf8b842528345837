using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>What one price key of LiteLLM's means: <c>cache_read_input_token_cost_above_272k_tokens_priority</c>.</summary>
/// <remarks>
/// <c>Variant</c> is a service tier or speed; <c>Threshold</c> is the number of tokens above which the amount holds.
/// </remarks>
internal readonly record struct LiteLlmKey(Meter Meter, decimal Per, string? Variant, long? Threshold)
{
    private const string Above = "_above_";
    private const string OneHour = "_above_1hr";

    private static readonly string[] Variants = ["flex", "priority", "batches", "fast", "ultrafast"];

    /// <summary>Understands a key, or says that it cannot.</summary>
    public static bool TryParse(string key, out LiteLlmKey parsed)
    {
        parsed = default;
        ReadOnlySpan<char> rest = key;
        string? variant = null;
        foreach (string candidate in Variants)
        {
            if (!rest.EndsWith(candidate) || rest.Length <= candidate.Length || rest[^(candidate.Length + 1)] != '_')
                continue;
            variant = candidate == "batches" ? "batch" : candidate;
            rest = rest[..^(candidate.Length + 1)];
            break;
        }

        // "_above_1hr" is a lifetime and no threshold, and stands before one.
        int hour = rest.IndexOf(OneHour);
        string head = hour < 0 ? rest.ToString() : string.Concat(rest[..hour], rest[(hour + OneHour.Length)..]);
        long? threshold = null;
        int above = head.IndexOf(Above, StringComparison.Ordinal);
        if (above >= 0)
        {
            threshold = ThresholdOf(head.AsSpan(above + Above.Length));
            if (threshold is null) return false;
            head = head[..above];
        }

        if (MeterOf(head, hour >= 0) is not { } meter) return false;
        parsed = new LiteLlmKey(meter, MeterFacts.DefaultPer(meter), variant, threshold);
        return true;
    }

    private static long? ThresholdOf(ReadOnlySpan<char> text)
    {
        int k = text.IndexOf("k_tokens");
        return k > 0 && long.TryParse(text[..k], out long thousands) ? thousands * 1000 : null;
    }

    private static Meter? MeterOf(string head, bool isOneHour) => head switch
    {
        "cache_creation_input_token_cost" => isOneHour ? Meter.CacheWrite1h : Meter.CacheWrite,
        _ when isOneHour => null,
        "input_cost_per_token" => Meter.Input,
        "output_cost_per_token" => Meter.Output,
        "cache_read_input_token_cost" => Meter.CacheRead,
        "cache_read_input_audio_token_cost" => Meter.CacheReadAudio,
        "cache_read_input_image_token_cost" => Meter.CacheReadImage,
        // Filed under "creation", and the price of a read on every realtime model that has it.
        "cache_creation_input_audio_token_cost" => Meter.CacheReadAudio,
        "output_cost_per_reasoning_token" => Meter.Reasoning,
        "citation_cost_per_token" => Meter.Citation,
        "input_cost_per_audio_token" => Meter.InputAudio,
        "output_cost_per_audio_token" => Meter.OutputAudio,
        "input_cost_per_image_token" => Meter.InputImage,
        "output_cost_per_image_token" => Meter.OutputImage,
        "input_cost_per_video_token" => Meter.InputVideo,
        "output_cost_per_video_token" => Meter.OutputVideo,
        "input_cost_per_query" => Meter.SearchUnits,
        "input_cost_per_request" => Meter.Requests,
        "input_cost_per_character" => Meter.InputCharacters,
        "output_cost_per_character" => Meter.OutputCharacters,
        "input_cost_per_image" => Meter.InputImages,
        "output_cost_per_image" => Meter.OutputImages,
        "input_cost_per_pixel" => Meter.InputPixels,
        "output_cost_per_pixel" => Meter.OutputPixels,
        "input_cost_per_second" or "input_cost_per_audio_per_second" => Meter.AudioSeconds,
        "input_cost_per_video_per_second" => Meter.InputVideoSeconds,
        "output_cost_per_second" or "output_cost_per_video_per_second" => Meter.OutputSeconds,
        "ocr_cost_per_page" => Meter.Pages,
        "annotation_cost_per_page" => Meter.AnnotatedPages,
        "ocr_cost_per_credit" => Meter.Credits,
        "code_interpreter_cost_per_session" => Meter.CodeSessions,
        "google_maps_grounding_cost_per_query" => Meter.MapSearches,
        _ => null,
    };
}
