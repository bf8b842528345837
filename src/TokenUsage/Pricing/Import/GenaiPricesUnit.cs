using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Import;

/// <summary>What a price key of genai-prices means: a meter, and the unit in its last syllable.</summary>
internal static class GenaiPricesUnit
{
    public static bool TryParse(string key, out Meter meter, out decimal per)
    {
        int cut = key.LastIndexOf('_');
        per = cut < 0 ? 0 : PerOf(key.AsSpan(cut + 1));
        meter = default;
        if (per == 0 || (per == 3_600m ? SecondsOf(key.AsSpan(0, cut)) : MeterOf(key.AsSpan(0, cut))) is not { } known)
        {
            return false;
        }

        meter = known;
        return true;
    }

    private static decimal PerOf(ReadOnlySpan<char> unit) => unit switch
    {
        "mtok" or "mchars" => 1_000_000m,
        "kcount" or "kpages" => 1_000m,
        "hours" => 3_600m,
        "gpixels" => 1_000_000_000m,
        _ => 0,
    };

    private static Meter? MeterOf(ReadOnlySpan<char> name) => name switch
    {
        "input" or "input_text" => Meter.Input,
        "output" or "output_text" => Meter.Output,
        "cache_read" => Meter.CacheRead,
        "cache_write" => Meter.CacheWrite,
        "cache_write_1h" => Meter.CacheWrite1h,
        "input_audio" => Meter.InputAudio,
        "output_audio" => Meter.OutputAudio,
        "cache_audio_read" => Meter.CacheReadAudio,
        "cache_image_read" => Meter.CacheReadImage,
        "cache_video_read" => Meter.CacheReadVideo,
        "input_image" => Meter.InputImage,
        "output_image" => Meter.OutputImage,
        "input_video" => Meter.InputVideo,
        "output_video" => Meter.OutputVideo,
        "output_reasoning" => Meter.Reasoning,
        "output_citation" => Meter.Citation,
        "requests" => Meter.Requests,
        "web_searches" => Meter.WebSearches,
        "storage_searches" => Meter.FileSearches,
        "input_document" => Meter.Pages,
        "input_annotated_document" => Meter.AnnotatedPages,
        "input_text_messages" => Meter.Messages,
        _ => null,
    };

    private static Meter? SecondsOf(ReadOnlySpan<char> name) => name switch
    {
        "audio" => Meter.AudioSeconds,
        "input_audio" => Meter.InputAudioSeconds,
        "output_audio" or "output_video" => Meter.OutputSeconds,
        "input_video" => Meter.InputVideoSeconds,
        _ => null,
    };
}
