using System.Collections.Frozen;

namespace TokenUsage.Pricing.Schema;

/// <summary>What is known about each meter: its name in our files, its unit, and where it falls back to.</summary>
internal static class MeterFacts
{
    public const int Count = (int)Meter.GuardrailUnits + 1;

    public const int TokenCount = (int)Meter.Citation + 1;

    private static readonly string[] Names = [.. Enum.GetNames<Meter>().Select(CamelCase)];

    private static readonly FrozenDictionary<string, Meter> ByName = Enum.GetValues<Meter>()
        .ToFrozenDictionary(meter => Names[(int)meter], StringComparer.OrdinalIgnoreCase);

    // Kind beats modality: a cached audio token is first of all a cached one.
    private static readonly Meter[][] Chains = BuildChains();

    public static bool IsToken(Meter meter) => (int)meter < TokenCount;

    public static bool IsInput(Meter meter) => meter <= Meter.CacheWrite1h;

    public static bool IsOutput(Meter meter) => meter is >= Meter.Output and <= Meter.Citation;

    /// <summary>The unit that a bare number in our files stands for: a million tokens, or one of anything else.</summary>
    public static decimal DefaultPer(Meter meter) => IsToken(meter) ? 1_000_000m : 1m;

    public static string NameOf(Meter meter) => Names[(int)meter];

    public static bool TryParse(string name, out Meter meter) => ByName.TryGetValue(name, out meter);

    /// <summary>The meters whose rate bills this one when it has none of its own, nearest first.</summary>
    public static ReadOnlySpan<Meter> FallbacksOf(Meter meter) => Chains[(int)meter];

    /// <summary>What falling from a meter to another's rate says about the result.</summary>
    public static CostFlags FlagOf(Meter meter, Meter rate) => meter switch
    {
        _ when meter == rate => CostFlags.None,
        Meter.CacheWrite1h when rate == Meter.CacheWrite => CostFlags.CacheTtlUnknown,
        Meter.CacheReadAudio or Meter.CacheReadImage or Meter.CacheReadVideo when rate == Meter.CacheRead =>
            CostFlags.ModalityRateMissing,
        >= Meter.CacheRead and <= Meter.CacheWrite1h => CostFlags.CacheRateMissing,
        Meter.InputAudio or Meter.OutputAudio or Meter.OutputImage or Meter.OutputVideo =>
            CostFlags.ModalityRateMissing | CostFlags.RateAssumed,
        Meter.InputImage or Meter.InputVideo => CostFlags.ModalityRateMissing,
        _ => CostFlags.None,
    };

    private static Meter[][] BuildChains()
    {
        var chains = new Meter[Count][];
        Array.Fill(chains, []);
        foreach (Meter part in (Meter[])
            [Meter.InputAudio, Meter.InputImage, Meter.InputVideo, Meter.InputDocument, Meter.InputToolPrompt,
             Meter.CacheRead, Meter.CacheWrite])
        {
            chains[(int)part] = [Meter.Input];
        }

        chains[(int)Meter.CacheWrite1h] = [Meter.CacheWrite, Meter.Input];
        chains[(int)Meter.CacheReadAudio] = [Meter.CacheRead, Meter.InputAudio, Meter.Input];
        chains[(int)Meter.CacheReadImage] = [Meter.CacheRead, Meter.InputImage, Meter.Input];
        chains[(int)Meter.CacheReadVideo] = [Meter.CacheRead, Meter.InputVideo, Meter.Input];
        foreach (Meter part in (Meter[])
            [Meter.Reasoning, Meter.OutputAudio, Meter.OutputImage, Meter.OutputVideo, Meter.Citation])
        {
            chains[(int)part] = [Meter.Output];
        }

        chains[(int)Meter.AnnotatedPages] = [Meter.Pages];
        chains[(int)Meter.AudioSeconds] = [Meter.InputAudioSeconds];
        chains[(int)Meter.InputAudioSeconds] = [Meter.AudioSeconds];
        return chains;
    }

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
