using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Anthropic's first API, which states no usage at all: its answers can only be estimated.</summary>
internal sealed class AnthropicCompleteReader() : FlatFormat("stop_reason")
{
    public override string Name => "anthropic.complete";

    public override string Operation => "text_completion";

    public override string Owner => "anthropic";

    public override IReadOnlyList<string> TextPaths { get; } = ["completion"];

    protected override void ReadFurther(ReadOnlySpan<byte> json, UsageReading reading) =>
        reading.IsComplete |= JsonValue.IsText(json);

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST" && Address.Ends(request.Path, "/v1/complete");
}
