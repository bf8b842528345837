using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>OpenAI Chat Completions and legacy Completions, plain and streamed, from whichever host speaks them.</summary>
internal sealed class OpenAIChatReader : WireFormat
{
    private readonly bool _isLegacy;

    public OpenAIChatReader(bool isLegacy) => _isLegacy = isLegacy;

    public override string Name => _isLegacy ? "openai.completions" : "openai.chat";

    public override string Operation => _isLegacy ? "text_completion" : "chat";

    public override string Owner => "openai";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "model", "id", "service_tier", "error", "choices[].finish_reason", "x_groq.usage", "usage",
    ];

    public override IReadOnlyList<string> TextPaths { get; } =
    [
        "choices[].delta.content", "choices[].delta.reasoning_content", "choices[].delta.reasoning",
        "choices[].delta.refusal", "choices[].delta.tool_calls[].function.arguments", "choices[].text",
        "choices[].message.content", "choices[].message.reasoning_content", "choices[].message.reasoning",
        "choices[].message.tool_calls[].function.arguments",
    ];

    public override void ReadHead(WireResponse response, UsageReading reading)
    {
        if (response.TryGetHeader("x-litellm-response-cost", out string cost))
            reading.SetMetadata("gateway.cost_usd", cost);
        FireworksHead.Read(response, reading);
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
                CommonValues.ServiceTier(json, reading);
                break;
            case 3:
                CommonValues.Error(json, reading);
                break;
            case 4:
                reading.IsComplete |= JsonValue.IsText(json);
                break;
            default:
                OpenAIUsage.Read(json, reading);
                break;
        }
    }

    public override void Complete(UsageReading reading) => TotalCheck.Settle(reading);

    // Writer has the dialect at a path of its own, Portkey behind the id of a stored prompt.
    protected override bool Recognizes(WireRequest request)
    {
        if (request.Method != "POST") return false;
        if (!_isLegacy) return Address.Ends(request.Path, "/chat/completions") || IsWriterChat(request);
        return Address.EndsVersioned(request, "/completions");
    }

    private static bool IsWriterChat(WireRequest request) =>
        Address.Ends(request.Path, "/v1/chat") && ProviderNames.FindHost(request.Host) == "writer";
}
