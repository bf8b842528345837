using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Gemini and Vertex generateContent, plain, as server-sent events, and as an array that arrives piece by piece.</summary>
internal sealed class GeminiReader : WireFormat
{
    public override string Name => "gemini.generate";

    public override string Operation => "generate_content";

    public override string Owner => "gcp.gemini";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "modelVersion", "responseId", "error", "usageMetadata",
        "candidates[].finishReason", "candidates[].groundingMetadata.webSearchQueries",
    ];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "candidates[].content.parts[].text",
    ];

    public override void ReadHead(WireResponse response, UsageReading reading)
    {
        if (response.TryGetHeader("x-gemini-service-tier", out string tier)) reading.ServiceTier = tier;
    }

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.Model(json, reading);
                break;
            case 1:
                CommonValues.ResponseId(json, reading);
                break;
            case 2:
                CommonValues.Error(json, reading);
                break;
            case 3:
                GeminiUsage.Read(json, reading);
                break;
            case 4:
                reading.IsComplete |= JsonValue.IsText(json) || JsonValue.Count(json) > 0;
                break;
            default:
                if (JsonValue.Elements(json) is > 0 and var queries) reading.SetMeter(UsageMeters.WebSearch, queries);
                break;
        }
    }

    // Zero counts are left out: absent means zero where the answer is complete and has stated another.
    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        if (reading.IsComplete && known is { Input: not null, Output: null })
            reading.Tokens = known with { Output = 0 };
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (Address.Ends(request.Path, ":generateContent") || Address.Ends(request.Path, ":streamGenerateContent"));
}
