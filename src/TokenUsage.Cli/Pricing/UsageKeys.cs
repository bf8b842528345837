using System.Text.Json;

namespace TokenUsage.Cli.Pricing;

/// <summary>Usage as a file or a command line states it, brought to inclusive counts and meters.</summary>
/// <remarks>
/// Parts are inside their totals: cached, written, audio, image and video inside <c>input</c>; reasoning, citation, audio
/// and image inside <c>output</c>; annotated pages inside pages. The library keeps citations beside the output.
/// </remarks>
internal sealed class UsageKeys
{
    private readonly Dictionary<string, decimal> _stated = new(StringComparer.Ordinal);

    private static readonly (string Key, string Meter)[] Meters =
    [
        ("audio_in", UsageMeters.InputAudio),
        ("cached_audio", UsageMeters.InputAudioCached),
        ("image_in", UsageMeters.InputImage),
        ("cached_image", UsageMeters.InputImageCached),
        ("video_in", UsageMeters.InputVideo),
        ("cached_video", UsageMeters.InputVideoCached),
        ("document_in", UsageMeters.InputDocument),
        ("tool_prompt", UsageMeters.InputToolPrompt),
        ("audio_out", UsageMeters.OutputAudio),
        ("image_out", UsageMeters.OutputImage),
        ("video_out", "output.video"),
        ("citation", UsageMeters.CitationTokens),
        ("web_searches", UsageMeters.WebSearch),
        ("map_searches", "map_search"),
        ("file_searches", UsageMeters.FileSearch),
        ("storage_searches", UsageMeters.FileSearch),
        ("code_sessions", UsageMeters.CodeSession),
        ("search_units", UsageMeters.SearchUnits),
        ("queries", UsageMeters.SearchUnits),
        ("images", UsageMeters.Images),
        ("images_in", "images.input"),
        ("pixels_in", "pixels.input"),
        ("pixels_out", "pixels"),
        ("pages", UsageMeters.Pages),
        ("annotated_pages", "pages.annotated"),
        ("credits", "credits"),
        ("characters", "characters"),
        ("characters_out", "characters.output"),
        ("audio_seconds", UsageMeters.AudioSeconds),
        ("input_audio_seconds", "audio_seconds.input"),
        ("output_seconds", "seconds.output"),
        ("video_seconds", "video_seconds.input"),
        ("messages", "messages"),
        ("guardrail_units", "guardrail_units"),
    ];

    private static readonly HashSet<string> Counts =
        ["input", "cache_read", "cached", "cache_write", "cache_write_5m", "cache_write_1h", "output", "reasoning"];

    /// <summary>The keys that are understood, for messages.</summary>
    public static IEnumerable<string> Known => Counts.Concat(Meters.Select(meter => meter.Key));

    public void Add(string key, decimal quantity)
    {
        if (!Counts.Contains(key) && !Meters.Any(meter => meter.Key == key))
        {
            throw new FormatException($"The usage key '{key}' is not known; use one of {string.Join(", ", Known)}.");
        }

        if (quantity is < 0 or > TokenUsage.TokenCounts.MaxPerCall)
        {
            throw new FormatException(
                $"The usage '{key}' is {quantity}; it must be from 0 to {TokenUsage.TokenCounts.MaxPerCall}.");
        }

        _stated[key] = quantity;
    }

    public void Read(JsonElement usage)
    {
        foreach (JsonProperty member in usage.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDecimal(out decimal quantity))
            {
                throw new FormatException(
                    $"The usage '{member.Name}' is {member.Value.GetRawText()}; it must be a number.");
            }

            Add(member.Name, quantity);
        }
    }

    public TokenCounts ToCounts()
    {
        // The five-minute and one-hour parts alone also make a total.
        long? written = Of("cache_write") ?? Sum(Of("cache_write_5m"), Of("cache_write_1h"));
        long? output = Of("output");
        return new TokenCounts
        {
            Input = Of("input"),
            CachedInput = Of("cache_read") ?? Of("cached"),
            CacheWrite = written,
            CacheWrite1h = Of("cache_write_1h"),
            Output = output is null ? null : Math.Max(0, output.Value - (Of("citation") ?? 0)),
            Reasoning = Of("reasoning"),
        };
    }

    public IReadOnlyList<UsageMeter> ToMeters()
    {
        var meters = new List<UsageMeter>();
        foreach ((string key, string meter) in Meters)
        {
            if (_stated.TryGetValue(key, out decimal quantity)) meters.Add(new UsageMeter(meter, quantity));
        }

        return meters;
    }

    private long? Of(string key) => _stated.TryGetValue(key, out decimal quantity) ? (long)quantity : null;

    private static long? Sum(long? left, long? right) => left is null ? right : right is null ? left : left + right;
}
