using TokenUsage.Providers.Scanning;

namespace TokenUsage.Providers.Readers;

/// <summary>Ollama's native chat, generate and embeddings; streamed as JSON lines.</summary>
/// <remarks>Older versions leave out the prompt's count when the prompt was cached: unknown then, not zero.</remarks>
internal sealed class OllamaReader : WireFormat
{
    private readonly bool _isEmbed;

    public OllamaReader(bool isEmbed) => _isEmbed = isEmbed;

    public override string Name => _isEmbed ? "ollama.embed" : "ollama.chat";

    public override string Operation => _isEmbed ? "embeddings" : "chat";

    public override string Owner => "ollama";

    public override IReadOnlyList<string> Paths { get; } =
        ["model", "error", "done", "prompt_eval_count", "eval_count", "prompt_eval_cached_count"];

    public override IReadOnlyList<string> TextPaths { get; } =
        ["response", "message.content", "message.thinking", "thinking"];

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        switch (path)
        {
            case 0:
                CommonValues.Model(json, reading);
                break;
            case 1:
                CommonValues.Error(json, reading);
                break;
            case 2:
                reading.IsComplete |= JsonValue.IsTrue(json);
                break;
            case 3:
                reading.Tokens = known with { Input = JsonValue.Count(json) ?? known.Input };
                break;
            case 4:
                reading.Tokens = known with { Output = JsonValue.Count(json) ?? known.Output };
                break;
            default:
                reading.Tokens = known with { CachedInput = JsonValue.Count(json) ?? known.CachedInput };
                break;
        }
    }

    public override void Complete(UsageReading reading)
    {
        TokenCounts known = reading.Tokens;
        if (_isEmbed && known.Input is not null) reading.Tokens = known with { Output = known.Output ?? 0 };
    }

    // /api/chat is anybody's: it is Ollama's where its port or its name is in the address.
    protected override bool Recognizes(WireRequest request)
    {
        string path = request.Path;
        if (request.Method != "POST" || !path.Contains("/api/", StringComparison.OrdinalIgnoreCase)) return false;
        bool isNamed = request.Uri.Port == 11434 || request.Host.Contains("ollama", StringComparison.OrdinalIgnoreCase)
            || path.Contains("ollama", StringComparison.OrdinalIgnoreCase);
        if (!isNamed) return false;
        return _isEmbed
            ? Address.Ends(path, "/api/embed") || Address.Ends(path, "/api/embeddings")
            : Address.Ends(path, "/api/chat") || Address.Ends(path, "/api/generate");
    }
}
