using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Batches: the status of one, and the file or stream of its results, whose lines add up.</summary>
/// <remarks>Always a repeat: it may be fetched as often as one likes.</remarks>
internal sealed class BatchReader : WireFormat
{
    private const string ServiceTier = "batch";

    public override string Name => "batch";

    public override string Operation => "batch";

    public override string Owner => "openai";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "id", "usage", "response.body.model", "response.body.usage", "result.message.model", "result.message.usage",
    ];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path)
        {
            case 0:
                CommonValues.ResponseId(json, reading);
                break;
            case 1:
                OpenAIUsage.Read(json, reading);
                break;
            case 2 or 4:
                CommonValues.Model(json, reading);
                break;
            default:
                Add(json, reading, isAnthropic: path == 5);
                break;
        }

        reading.ServiceTier = ServiceTier;
    }

    protected override bool Recognizes(WireRequest request)
    {
        string path = request.Path;
        if (request.Method != "GET") return false;
        if (path.Contains("/batches/", StringComparison.OrdinalIgnoreCase)) return true;
        return path.Contains("/files/", StringComparison.OrdinalIgnoreCase)
            && Address.EndsVersioned(request, "/content");
    }

    private static void Add(ReadOnlySpan<byte> json, UsageReading reading, bool isAnthropic)
    {
        if (!JsonValue.IsObject(json)) return;

        TokenCounts before = reading.Tokens;
        reading.Tokens = default;
        if (isAnthropic) AnthropicUsage.Read(json, reading);
        else OpenAIUsage.Read(json, reading);
        reading.Tokens = (before + reading.Tokens.Clamp()).Clamp();
    }
}
