using System.Collections.Frozen;
using TokenUsage.Pricing.Schema;

namespace TokenUsage.Pricing.Calculation;

/// <summary>The meters of a record that are billed by the piece, the second or the page.</summary>
internal static class PieceMeters
{
    // web_fetch is missing on purpose: its providers bill the tokens that it brings, and nothing besides.
    private static readonly FrozenDictionary<string, Meter> ByName = new Dictionary<string, Meter>
    {
        [UsageMeters.WebSearch] = Meter.WebSearches,
        ["map_search"] = Meter.MapSearches,
        [UsageMeters.FileSearch] = Meter.FileSearches,
        [UsageMeters.CodeSession] = Meter.CodeSessions,
        [UsageMeters.SearchUnits] = Meter.SearchUnits,
        [UsageMeters.Images] = Meter.OutputImages,
        ["images.input"] = Meter.InputImages,
        ["pixels.input"] = Meter.InputPixels,
        ["pixels"] = Meter.OutputPixels,
        [UsageMeters.Pages] = Meter.Pages,
        ["pages.annotated"] = Meter.AnnotatedPages,
        ["credits"] = Meter.Credits,
        ["characters"] = Meter.InputCharacters,
        ["characters.output"] = Meter.OutputCharacters,
        [UsageMeters.AudioSeconds] = Meter.AudioSeconds,
        ["audio_seconds.input"] = Meter.InputAudioSeconds,
        ["seconds.output"] = Meter.OutputSeconds,
        ["video_seconds.input"] = Meter.InputVideoSeconds,
        ["messages"] = Meter.Messages,
        ["guardrail_units"] = Meter.GuardrailUnits,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Counts without a call through the interface, which an array answers slowly.</summary>
    public static int CountOf(IReadOnlyList<UsageMeter> meters) => meters switch
    {
        UsageMeter[] array => array.Length,
        List<UsageMeter> list => list.Count,
        _ => meters.Count,
    };

    public static bool TryGet(string name, out Meter meter) => ByName.TryGetValue(name, out meter);

    /// <summary>The record's name for a meter; <see langword="null"/> when records count it in another way.</summary>
    public static string? NameOf(Meter meter)
    {
        foreach ((string name, Meter candidate) in ByName)
        {
            if (candidate == meter) return name;
        }

        return null;
    }

    /// <summary>The quantity that only this meter stands for: annotated pages are pages, and are not billed twice.</summary>
    public static decimal QuantityOf(Meter meter, IReadOnlyList<UsageMeter> meters, decimal stated)
    {
        Meter part = meter switch
        {
            Meter.Pages => Meter.AnnotatedPages,
            Meter.AudioSeconds => Meter.InputAudioSeconds,
            _ => meter,
        };
        if (part != meter)
        {
            for (int i = 0; i < meters.Count; i++)
            {
                if (TryGet(meters[i].Name, out Meter other) && other == part) stated -= meters[i].Quantity;
            }
        }

        return Math.Clamp(stated, 0, TokenCounts.MaxPerCall);
    }
}
