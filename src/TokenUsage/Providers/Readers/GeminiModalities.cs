using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Gemini's lists of tokens by modality.</summary>
internal static class GeminiModalities
{
    /// <summary>Reads <c>[{"modality":"AUDIO","tokenCount":3}]</c>, or the same in the spelling of the interactions API.</summary>
    /// <param name="json">The list.</param>
    /// <param name="reading">The reading.</param>
    /// <param name="meterOf">The meter of a modality; <see langword="null"/> for those that need none, such as text.</param>
    public static void Read(ReadOnlySpan<byte> json, UsageReading reading, Func<GeminiModality, string?> meterOf)
    {
        var elements = new JsonMembers(json);
        while (elements.MoveNext())
        {
            var modality = GeminiModality.Text;
            long? tokens = null;
            var members = new JsonMembers(elements.Value);
            while (members.MoveNext())
            {
                if (members.Name.SequenceEqual("modality"u8)) modality = Modality(members.Value);
                else if (members.Name.SequenceEqual("tokenCount"u8) || members.Name.SequenceEqual("tokens"u8))
                {
                    tokens = JsonValue.Count(members.Value);
                }
            }

            if (tokens is { } count && meterOf(modality) is { } meter) reading.SetMeter(meter, Math.Max(0, count));
        }
    }

    public static string? InputMeter(GeminiModality modality) => modality switch
    {
        GeminiModality.Image => UsageMeters.InputImage,
        GeminiModality.Video => UsageMeters.InputVideo,
        GeminiModality.Audio => UsageMeters.InputAudio,
        GeminiModality.Document => UsageMeters.InputDocument,
        _ => null,
    };

    public static string? CachedMeter(GeminiModality modality) => modality switch
    {
        GeminiModality.Image => UsageMeters.InputImageCached,
        GeminiModality.Video => UsageMeters.InputVideoCached,
        GeminiModality.Audio => UsageMeters.InputAudioCached,
        _ => null,
    };

    public static string? OutputMeter(GeminiModality modality) => modality switch
    {
        GeminiModality.Image => UsageMeters.OutputImage,
        GeminiModality.Audio => UsageMeters.OutputAudio,
        _ => null,
    };

    // With enum-encoding=int the names are numbers.
    private static GeminiModality Modality(ReadOnlySpan<byte> json)
    {
        if (JsonValue.Count(json) is { } number) return (GeminiModality)Math.Clamp(number, 0, 5);
        if (Is(json, "\"AUDIO\""u8)) return GeminiModality.Audio;
        if (Is(json, "\"IMAGE\""u8)) return GeminiModality.Image;
        if (Is(json, "\"VIDEO\""u8)) return GeminiModality.Video;
        return Is(json, "\"DOCUMENT\""u8) ? GeminiModality.Document : GeminiModality.Text;
    }

    private static bool Is(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) =>
        System.Text.Ascii.EqualsIgnoreCase(json, name);
}
