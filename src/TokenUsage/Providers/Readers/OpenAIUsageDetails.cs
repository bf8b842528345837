using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>The details of an OpenAI usage object: all of them parts of the totals beside them.</summary>
internal static class OpenAIUsageDetails
{
    public static void ReadInput(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            TokenCounts known = reading.Tokens;
            if (name.SequenceEqual("cached_tokens"u8))
            {
                reading.Tokens = known with { CachedInput = JsonValue.Count(value) ?? known.CachedInput };
            }
            else if (name.SequenceEqual("cache_write_tokens"u8))
            {
                reading.Tokens = known with { CacheWrite = JsonValue.Count(value) ?? known.CacheWrite };
            }
            else if (name.SequenceEqual("audio_tokens"u8)) Part(value, UsageMeters.InputAudio, reading);
            else if (name.SequenceEqual("image_tokens"u8)) Part(value, UsageMeters.InputImage, reading);
            else if (name.SequenceEqual("video_tokens"u8)) Part(value, UsageMeters.InputVideo, reading);
        }
    }

    public static void ReadOutput(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            if (name.SequenceEqual("reasoning_tokens"u8))
            {
                TokenCounts known = reading.Tokens;
                reading.Tokens = known with { Reasoning = JsonValue.Count(value) ?? known.Reasoning };
            }
            else if (name.SequenceEqual("audio_tokens"u8)) Part(value, UsageMeters.OutputAudio, reading);
            else if (name.SequenceEqual("image_tokens"u8)) Part(value, UsageMeters.OutputImage, reading);
            else if (name.SequenceEqual("accepted_prediction_tokens"u8))
            {
                CommonValues.Meter(value, UsageMeters.OutputPredictionAccepted, reading);
            }
            else if (name.SequenceEqual("rejected_prediction_tokens"u8))
            {
                CommonValues.Meter(value, UsageMeters.OutputPredictionRejected, reading);
            }
        }
    }

    public static void ReadTools(ReadOnlySpan<byte> json, UsageReading reading)
    {
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            string? meter = name.SequenceEqual("web_search_calls"u8) ? UsageMeters.WebSearch
                : name.SequenceEqual("x_search_calls"u8) ? UsageMeters.XSearch
                : name.SequenceEqual("code_interpreter_calls"u8) ? UsageMeters.CodeSession
                : name.SequenceEqual("file_search_calls"u8)
                    || name.SequenceEqual("document_search_calls"u8) ? UsageMeters.FileSearch
                : null;
            if (meter is not null) CommonValues.Meter(members.Value, meter, reading);
        }
    }

    // A modality is kept also as zero: an audio model that says zero has said something.
    private static void Part(ReadOnlySpan<byte> json, string meter, UsageReading reading)
    {
        if (JsonValue.Count(json) is { } tokens) reading.SetMeter(meter, Math.Max(0, tokens));
    }
}
