using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers;

/// <summary>Reads out of a request's JSON what is asked for, while it is sent. Holds nothing of the prompt.</summary>
/// <remarks>One set of names serves all providers: where two of them name a thing differently, both names are read.</remarks>
internal sealed class RequestScan : IValueSink
{
    private static readonly string[] Paths =
    [
        "model",
        "stream",
        "stream_options.include_usage",
        "service_tier",
        "max_completion_tokens",
        "max_output_tokens",
        "max_tokens",
        "generationConfig.maxOutputTokens",
        "inferenceConfig.maxTokens",
    ];

    private static readonly string[] TextPaths =
    [
        "messages[].content",
        "messages[].content[].text",
        "contents[].parts[].text",
        "systemInstruction.parts[].text",
        "system",
        "system[].text",
        "instructions",
        "input",
        "input[].content",
        "input[].content[].text",
        "prompt",
        "message",
    ];

    private static readonly PathTree Tree = new(Paths, TextPaths, []);

    private readonly JsonPathScanner _scanner;

    // Kept from call to call: most ask for the model of the one before, and its name need not be made anew.
    private string? _lastModel;

    public RequestScan() => _scanner = new JsonPathScanner(this);

    public string? Model { get; private set; }

    public bool IsStream { get; private set; }

    public bool AsksForStreamUsage { get; private set; }

    public string? ServiceTier { get; private set; }

    public long? MaxOutputTokens { get; private set; }

    /// <summary>Gets the characters of the prompt, from which the input is estimated when nothing is reported.</summary>
    public long TextLength => _scanner.TextLength;

    public void Begin()
    {
        Clear();
        _scanner.Begin(Tree);
    }

    /// <summary>Reads the next bytes, cut anywhere. Never throws.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _scanner.Append(bytes);

    /// <summary>Ends the request. What it says is known from here on.</summary>
    public void End() => _scanner.EndEvent(unfinished: true);

    public void Clear()
    {
        Model = null;
        IsStream = false;
        AsksForStreamUsage = false;
        ServiceTier = null;
        MaxOutputTokens = null;
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json)
    {
        switch (path)
        {
            case 0:
                if (JsonValue.IsText(json)) Model = _lastModel = JsonValue.Text(json, _lastModel);
                break;
            case 1:
                IsStream = JsonValue.IsTrue(json);
                break;
            case 2:
                AsksForStreamUsage = JsonValue.IsTrue(json);
                break;
            case 3:
                ServiceTier = JsonValue.Text(json, ServiceTier);
                break;
            default:
                MaxOutputTokens ??= JsonValue.Count(json);
                break;
        }
    }
}
