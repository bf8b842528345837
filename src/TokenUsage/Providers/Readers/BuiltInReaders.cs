namespace TokenUsage.Providers.Readers;

/// <summary>The formats that are known without being told.</summary>
internal static class BuiltInReaders
{
    // The most called come first, and the more specific before what would also take them.
    public static IUsageReader[] Create() =>
    [
        new OpenAIChatReader(isLegacy: false),
        new OpenAIResponsesReader(),
        new AnthropicReader(),
        new GeminiReader(),
        new OpenAIChatReader(isLegacy: true),
    ];
}
