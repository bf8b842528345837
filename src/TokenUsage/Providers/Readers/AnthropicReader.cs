using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Anthropic Messages, plain and streamed; also on Vertex and behind gateways.</summary>
internal sealed class AnthropicReader : WireFormat
{
    public override string Name => "anthropic.messages";

    public override string Owner => "anthropic";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "message.model", "message.id", "message.usage", "model", "id", "usage", "error", "type", "delta.stop_reason",
    ];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "delta.text", "delta.thinking", "delta.partial_json", "content[].text", "content[].thinking",
    ];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0 or 3:
                CommonValues.Model(json, reading);
                break;
            case 1 or 4:
                CommonValues.ResponseId(json, reading);
                break;
            case 2 or 5:
                AnthropicUsage.Read(json, reading);
                break;
            case 6:
                CommonValues.Error(json, reading);
                break;
            case 7:
                reading.IsComplete |= json.SequenceEqual("\"message_stop\""u8);
                break;
            default:
                reading.IsComplete |= JsonValue.IsText(json);
                break;
        }
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (Address.EndsVersioned(request, "/messages") || Address.Ends(request.Path, ":rawPredict")
            || Address.Ends(request.Path, ":streamRawPredict"));
}
