namespace TokenUsage.Providers.Readers;

/// <summary>The formats that are known without being told.</summary>
internal static class BuiltInReaders
{
    // The most called come first, and the more specific before what would also take them.
    public static IUsageReader[] Create() =>
    [
        new GeminiCompatibleReader(),
        new OpenAIChatReader(isLegacy: false),
        new OpenAIResponsesReader(),
        new AnthropicReader(),
        new GeminiReader(),
        new BedrockConverseReader(),
        new BedrockInvokeReader(),
        new OllamaReader(isEmbed: false),
        new OllamaReader(isEmbed: true),
        new OpenAIEmbeddingsReader(isRerank: false),
        new OpenAIChatReader(isLegacy: true),
        new CohereReader(isEmbed: false),
        new CohereReader(isEmbed: true),
        new OpenAIEmbeddingsReader(isRerank: true),
        new GeminiInteractionsReader(),
        new GeminiEmbeddingsReader(),
        new OpenAIMediaReader(isAudio: true),
        new OpenAIMediaReader(isAudio: false),
        new OpenAIModerationsReader(),
        new AnthropicCompleteReader(),
        new BatchReader(),
    ];
}
