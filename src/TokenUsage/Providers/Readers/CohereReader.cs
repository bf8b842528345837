using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Cohere's chat of both versions, generate and embed; plain, as server-sent events and as JSON lines.</summary>
internal sealed class CohereReader : WireFormat
{
    private readonly bool _isEmbed;

    public CohereReader(bool isEmbed) => _isEmbed = isEmbed;

    public override string Name => _isEmbed ? "cohere.embed" : "cohere.chat";

    public override string Operation => _isEmbed ? "embeddings" : "chat";

    public override string Owner => "cohere";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "id", "generation_id", "usage", "meta", "delta.usage", "response.meta", "delta.error",
        "finish_reason", "delta.finish_reason",
    ];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "text", "delta.message.content.text", "delta.message.content.thinking", "message.content[].text",
        "delta.message.tool_calls.function.arguments", "generations[].text",
    ];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0 or 1:
                CommonValues.ResponseId(json, reading);
                break;
            case 6:
                CommonValues.Error(json, reading);
                break;
            case 7 or 8:
                reading.IsComplete |= JsonValue.IsText(json);
                break;
            default:
                CohereUsage.Read(json, reading);
                break;
        }
    }

    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        if (_isEmbed && known.Input is not null) reading.Tokens = known with { Output = known.Output ?? 0 };
    }

    // The first version's paths are common words: they are Cohere's only where its name is in the address.
    protected override bool Recognizes(WireRequest request)
    {
        if (request.Method != "POST") return false;
        string path = request.Path;
        bool isNamed = ProviderNames.FindHost(request.Host) == "cohere"
            || path.Contains("cohere", StringComparison.OrdinalIgnoreCase);
        if (_isEmbed) return Address.Ends(path, "/v2/embed") || (isNamed && Address.Ends(path, "/v1/embed"));
        return Address.Ends(path, "/v2/chat")
            || (isNamed && (Address.Ends(path, "/v1/chat") || Address.Ends(path, "/v1/generate")));
    }
}
