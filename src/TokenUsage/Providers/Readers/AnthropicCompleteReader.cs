using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Anthropic's first API, which states no usage at all: its answers can only be estimated.</summary>
internal sealed class AnthropicCompleteReader : WireFormat
{
    public override string Name => "anthropic.complete";

    public override string Operation => "text_completion";

    public override string Owner => "anthropic";

    public override IReadOnlyList<string> Paths { get; } = ["model", "id", "error", "stop_reason"];

    public override IReadOnlyList<string> TextPaths { get; } = ["completion"];

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
            default:
                reading.IsComplete |= JsonValue.IsText(json);
                break;
        }
    }

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST" && Address.Ends(request.Path, "/v1/complete");
}
