namespace TokenUsage.Providers.Readers;

/// <summary>Chat Completions as Google serves them: thinking is neither in the output nor stated, only in the total.</summary>
internal sealed class GeminiCompatibleReader : WireFormat
{
    private readonly OpenAIChatReader _chat = new(isLegacy: false);

    public override string Name => "gemini.openai.chat";

    public override string Owner => "gcp.gemini";

    public override IReadOnlyList<string> Paths => _chat.Paths;

    public override IReadOnlyList<string> TextPaths => _chat.TextPaths;

    public override void Read(int path, ReadOnlySpan<byte> json, UsageReading reading) =>
        _chat.Read(path, json, reading);

    public override void Complete(UsageReading reading) => TotalCheck.Settle(reading, surplusIsOutput: true);

    protected override bool Recognizes(WireRequest request) =>
        request.Method == "POST" && Address.Ends(request.Path, "/chat/completions")
        && ProviderNames.FindHost(request.Host) is "gcp.gemini" or "gcp.vertex_ai";
}
