using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Gemini interactions, plain and streamed.</summary>
internal sealed class GeminiInteractionsReader : WireFormat
{
    public override string Name => "gemini.interactions";

    public override string Operation => "generate_content";

    public override string Owner => "gcp.gemini";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "model", "interaction.model", "id", "interaction.id", "service_tier", "interaction.service_tier",
        "usage", "interaction.usage", "status", "interaction.status", "background", "interaction.background", "error",
    ];

    public override IReadOnlyList<string> TextPaths { get; } = ["delta.text"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0 or 1:
                CommonValues.Model(json, reading);
                break;
            case 2 or 3:
                CommonValues.ResponseId(json, reading);
                break;
            case 4 or 5:
                CommonValues.ServiceTier(json, reading);
                break;
            case 6 or 7:
                ReadUsage(json, reading);
                break;
            case 8 or 9:
                reading.IsComplete |= json.SequenceEqual("\"completed\""u8) || json.SequenceEqual("\"failed\""u8);
                break;
            case 10 or 11:
                reading.IsBackground |= JsonValue.IsTrue(json);
                break;
            default:
                CommonValues.Error(json, reading);
                break;
        }
    }

    protected override bool Recognizes(WireRequest request) => request.Method switch
    {
        "POST" => Address.Ends(request.Path, "/interactions"),
        "GET" => request.Path.Contains("/interactions/", StringComparison.OrdinalIgnoreCase)
            && ProviderNames.FindHost(request.Host) is "gcp.gemini" or "gcp.vertex_ai",
        _ => false,
    };

    // Thoughts and tool prompts stand beside output and input, as in generateContent.
    private static void ReadUsage(ReadOnlySpan<byte> json, UsageReading reading)
    {
        if (!JsonValue.IsObject(json)) return;

        long? input = null, output = null, thoughts = null, tool = null, cached = null;
        var members = new JsonMembers(json);
        while (members.MoveNext())
        {
            ReadOnlySpan<byte> name = members.Name;
            ReadOnlySpan<byte> value = members.Value;
            if (name.SequenceEqual("total_input_tokens"u8)) input = Count(value);
            else if (name.SequenceEqual("total_output_tokens"u8)) output = Count(value);
            else if (name.SequenceEqual("total_thought_tokens"u8)) thoughts = Count(value);
            else if (name.SequenceEqual("total_tool_use_tokens"u8)) tool = Count(value);
            else if (name.SequenceEqual("total_cached_tokens"u8)) cached = Count(value);
            else if (name.SequenceEqual("input_tokens_by_modality"u8))
                GeminiModalities.Read(value, reading, GeminiModalities.InputMeter);
            else if (name.SequenceEqual("output_tokens_by_modality"u8))
                GeminiModalities.Read(value, reading, GeminiModalities.OutputMeter);
        }

        if (tool > 0) reading.SetMeter(UsageMeters.InputToolPrompt, tool.Value);
        TokenCounts known = reading.Tokens;
        reading.Tokens = known with
        {
            Input = input is null ? known.Input : input + (tool ?? 0),
            Output = output is null && thoughts is null ? known.Output : (output ?? 0) + (thoughts ?? 0),
            Reasoning = thoughts ?? known.Reasoning,
            CachedInput = cached ?? known.CachedInput,
        };
    }

    private static long? Count(ReadOnlySpan<byte> json) =>
        JsonValue.Count(json) is { } count ? Math.Clamp(count, 0, TokenCounts.MaxPerCall) : null;
}
