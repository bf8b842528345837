using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Google's embeddings: Gemini's own, and Vertex's older <c>predict</c>, which counts each text apart.</summary>
internal sealed class GeminiEmbeddingsReader : WireFormat
{
    public override string Name => "gemini.embeddings";

    public override string Operation => "embeddings";

    public override string Owner => "gcp.gemini";

    public override IReadOnlyList<string> Paths { get; } =
        ["error", "usageMetadata", "predictions[].embeddings.statistics.token_count"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.Error(json, reading);
                break;
            case 1:
                GeminiUsage.Read(json, reading);
                break;
            default:
                TokenCounts known = reading.Tokens;
                long tokens = Math.Clamp(JsonValue.Count(json) ?? 0, 0, TokenCounts.MaxPerCall);
                reading.Tokens = (known with { Input = (known.Input ?? 0) + tokens }).Clamp();
                break;
        }
    }

    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        if (known.Input is not null) reading.Tokens = known with { Output = known.Output ?? 0 };
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (Address.Ends(request.Path, ":embedContent") || Address.Ends(request.Path, ":batchEmbedContents")
            || Address.Ends(request.Path, ":predict"));
}
