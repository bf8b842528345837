using TokenUsage.Providers.Framing;
using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers;

/// <summary>Reads out of a request what its cost depends on, while its body is sent. Reused; not safe for concurrent use.</summary>
/// <remarks>One set of paths for all formats: no two of them mean different things by the same one.</remarks>
internal sealed class RequestScan : IValueSink
{
    private static readonly PathTree Tree = new(
        [
            "model", "stream", "service_tier", "stream_options.include_usage", "n",
            "max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample",
            "generationConfig.maxOutputTokens", "inferenceConfig.maxTokens", "options.num_predict",
        ],
        [
            "messages[].content", "messages[].content[].text", "messages[].content[].content",
            "messages[].content[].content[].text", "messages[].tool_calls[].function.arguments",
            "system", "system[].text", "prompt", "prompt[]", "instructions",
            "input", "input[]", "input[].content", "input[].content[].text", "input[].output", "input[].arguments",
            "contents[].parts[].text", "systemInstruction.parts[].text", "system_instruction.parts[].text",
            "message", "chat_history[].message", "texts[]", "query", "documents[]", "inputText",
            "tools[].function.description", "tools[].description", "content.parts[].text",
            "requests[].content.parts[].text",
        ],
        []);

    private readonly JsonPathScanner _scanner;
    private readonly MultipartFields _fields = new();

    private bool _isMultipart;
    private bool _hasBegun;

    public RequestScan()
    {
        _scanner = new JsonPathScanner(this);
        Sink = new RequestScanStream(this);
    }

    /// <summary>Gets where a body that is in memory writes itself.</summary>
    public Stream Sink { get; }

    /// <summary>Gets the model that is asked for.</summary>
    public string? Model { get; private set; }

    /// <summary>Gets whether a streamed answer is asked for.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Gets the most output tokens that each answer may have.</summary>
    public long? MaxOutputTokens { get; private set; }

    /// <summary>Gets how many answers are asked for, each of up to <see cref="MaxOutputTokens"/>.</summary>
    public long Answers { get; private set; } = 1;

    /// <summary>Gets the service tier that is asked for; the answer may name another.</summary>
    public string? ServiceTier { get; private set; }

    /// <summary>Gets the characters of the prompt.</summary>
    public long TextLength => _scanner.TextLength;

    /// <summary>Gets whether a stream is asked to end with its usage.</summary>
    public bool AsksForStreamUsage { get; private set; }

    public void Begin()
    {
        Clear();
        _scanner.Begin(Tree);
    }

    /// <summary>Reads the next bytes, cut anywhere.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (!_hasBegun) _isMultipart = bytes[0] == '-';
        _hasBegun = true;
        if (_isMultipart) _fields.Append(bytes);
        else _scanner.Append(bytes);
    }

    /// <summary>Ends the body, also one that broke off.</summary>
    public void End()
    {
        if (_isMultipart)
        {
            Model = _fields.Value("model"u8) ?? Model;
            IsStream |= _fields.Value("stream"u8) is "true";
        }
        else if (!_scanner.GaveUp)
        {
            _scanner.EndEvent(unfinished: true);
        }
    }

    /// <summary>Makes it ready for the next request.</summary>
    public void Clear()
    {
        Model = null;
        IsStream = false;
        MaxOutputTokens = null;
        Answers = 1;
        ServiceTier = null;
        AsksForStreamUsage = false;
        _fields.Clear();
        _isMultipart = false;
        _hasBegun = false;
    }

    void IValueSink.Value(int path, ReadOnlySpan<byte> json)
    {
        switch (path)
        {
            case 0:
                Model = JsonValue.Name(json, Model);
                break;
            case 1:
                IsStream = JsonValue.IsTrue(json);
                break;
            case 2:
                ServiceTier = JsonValue.Name(json, ServiceTier);
                break;
            case 3:
                AsksForStreamUsage = JsonValue.IsTrue(json);
                break;
            case 4:
                Answers = Math.Clamp(JsonValue.Count(json) ?? 1, 1, 128);
                break;
            default:
                // Negative means "as many as you like" where it means anything.
                if (JsonValue.Count(json) is > 0 and var most) MaxOutputTokens = Math.Min(most, TokenCounts.MaxPerCall);
                break;
        }
    }
}
