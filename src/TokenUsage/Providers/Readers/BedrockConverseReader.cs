using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Bedrock Converse and ConverseStream. A guardrail's trace has a usage of its own, deeper down: it is never met.</summary>
internal sealed class BedrockConverseReader : WireFormat
{
    public override string Name => "bedrock.converse";

    public override string Owner => "aws.bedrock";

    public override IReadOnlyList<string> Paths { get; } = ["usage", "performanceConfig.latency", "serviceTier.type"];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "delta.text", "delta.reasoningContent.text", "delta.toolUse.input",
        "output.message.content[].text", "output.message.content[].reasoningContent.reasoningText.text",
    ];

    public override void ReadHead(WireResponse response, UsageReading reading) => BedrockHead.Read(response, reading);

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                // In a stream the usage is in the last frame.
                reading.IsComplete |= JsonValue.IsObject(json);
                BedrockUsage.Read(json, reading);
                break;
            case 1 when !json.SequenceEqual("\"standard\""u8):
                CommonValues.ServiceTier(json, reading);
                break;
            case 2:
                CommonValues.ServiceTier(json, reading);
                break;
            default:
                break;
        }
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (Address.Ends(request.Path, "/converse") || Address.Ends(request.Path, "/converse-stream"));
}
