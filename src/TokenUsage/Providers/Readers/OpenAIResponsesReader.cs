using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>OpenAI Responses: new, streamed, compacted, stored, and answered in the background.</summary>
/// <remarks>In a stream the answer stands inside an event and in the plain body at its root; the rest is the same.</remarks>
internal sealed class OpenAIResponsesReader : WireFormat
{
    private const int PathsOfOne = 9;
    private const string Mark = "/responses/";
    private const string Cancel = "/cancel";

    public override string Name => "openai.responses";

    public override string Owner => "openai";

    public override IReadOnlyList<string> Paths { get; } =
    [
        "model", "id", "service_tier", "error", "status", "background", "output[].type", "output[].action.type",
        "usage",
        "response.model", "response.id", "response.service_tier", "response.error", "response.status",
        "response.background", "response.output[].type", "response.output[].action.type", "response.usage",
    ];

    // Only a stream says what it has when it breaks off; a plain body that breaks off has its text in no fixed place.
    public override IReadOnlyList<string> TextPaths { get; } = ["delta"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        switch (path % PathsOfOne)
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
                reading.IsComplete |= json.SequenceEqual("\"completed\""u8) || json.SequenceEqual("\"incomplete\""u8)
                    || json.SequenceEqual("\"failed\""u8) || json.SequenceEqual("\"cancelled\""u8);
                break;
            case 5:
                reading.IsBackground |= JsonValue.IsTrue(json);
                break;
            case 6:
                ReadItem(json, reading);
                break;
            case 7:
                ReadAction(json, reading);
                break;
            default:
                OpenAIUsage.Read(json, reading);
                break;
        }
    }

    public override void Complete(UsageReading reading) => TotalCheck.Settle(reading);

    protected override bool Recognizes(WireRequest request) => request.Method switch
    {
        "POST" => Address.EndsVersioned(request, "/responses") || Address.EndsVersioned(request, "/responses/compact")
            || IsCancellation(request.Path),
        "GET" => IsStored(request.Path),
        _ => false,
    };

    // Who cancels an answer in the background is told what it has used until then.
    protected override bool IsRepeat(WireRequest request) => base.IsRepeat(request) || IsCancellation(request.Path);

    private static bool IsCancellation(string path) =>
        Address.Ends(path, Cancel) && IsStored(path.AsSpan().TrimEnd('/')[..^Cancel.Length]);

    private static bool IsStored(ReadOnlySpan<char> path)
    {
        int start = path.LastIndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        return start >= 0 && path[(start + Mark.Length)..].TrimEnd('/') is { Length: > 0 } id && !id.Contains('/');
    }

    // Built-in tools are billed by the call, and only the list of what was put out tells how many there were.
    private static void ReadItem(ReadOnlySpan<byte> type, UsageReading reading)
    {
        if (type.SequenceEqual("\"web_search_call\""u8)) CommonValues.AddToMeter(UsageMeters.WebSearch, 1, reading);
        else if (type.SequenceEqual("\"file_search_call\""u8))
            CommonValues.AddToMeter(UsageMeters.FileSearch, 1, reading);
        else if (type.SequenceEqual("\"image_generation_call\""u8))
            CommonValues.AddToMeter(UsageMeters.Images, 1, reading);
        else if (type.SequenceEqual("\"code_interpreter_call\""u8)) reading.SetMeter(UsageMeters.CodeSession, 1);
    }

    // Opening a page that a search found, and looking for words in it, are no searches.
    private static void ReadAction(ReadOnlySpan<byte> type, UsageReading reading)
    {
        bool isNoSearch = type.SequenceEqual("\"open_page\""u8) || type.SequenceEqual("\"find_in_page\""u8)
            || type.SequenceEqual("\"find\""u8);
        if (isNoSearch && reading.GetMeter(UsageMeters.WebSearch) > 0)
            CommonValues.AddToMeter(UsageMeters.WebSearch, -1, reading);
    }
}
