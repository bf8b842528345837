using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Bedrock InvokeModel, plain and streamed: each family of models answers in its own shape.</summary>
/// <remarks>Bedrock's own metrics come with the last frame of every stream. What the model itself stated wins: it is
/// what the model's owner bills, and the metrics are known to leave out calls of tools.</remarks>
internal sealed class BedrockInvokeReader : WireFormat
{
    public override string Name => "bedrock.invoke";

    public override string Owner => "aws.bedrock";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "model", "message.model", "id", "message.id", "stop_reason",
        "inputTextTokenCount", "results[].tokenCount", "totalOutputTextTokenCount",
        "prompt_token_count", "generation_token_count",
        "message.usage", "metadata.usage", "usage", "amazon-bedrock-invocationMetrics",
    ];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "delta.text", "delta.thinking", "delta.partial_json", "content[].text", "generation", "outputText",
        "completion",
        "contentBlockDelta.delta.text", "outputs[].text", "choices[].delta.content", "choices[].message.content",
        "results[].outputText", "output.message.content[].text",
    ];

    public override void ReadHead(WireResponse response, UsageReading reading) => BedrockHead.Read(response, reading);

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        switch (path)
        {
            case 0 or 1:
                CommonValues.Model(json, reading);
                break;
            case 2 or 3:
                CommonValues.ResponseId(json, reading);
                break;
            case 4:
                reading.IsComplete |= JsonValue.IsText(json);
                break;
            case 5 or 8:
                reading.Tokens = known with { Input = JsonValue.Count(json) ?? known.Input };
                break;
            case 6 or 7 or 9:
                reading.Tokens = known with { Output = JsonValue.Count(json) ?? known.Output };
                break;
            case 13:
                reading.IsComplete |= JsonValue.IsObject(json);
                BedrockUsage.Fill(json, reading);
                break;
            default:
                BedrockUsage.Read(json, reading);
                break;
        }
    }

    public override void Complete(UsageReading reading) => TotalCheck.Settle(reading);

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST"
        && (Address.Ends(request.Path, "/invoke") || Address.Ends(request.Path, "/invoke-with-response-stream"))
        && request.Path.Contains("/model/", StringComparison.OrdinalIgnoreCase);
}
