using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace TokenUsage.Sdk.Tests.Sdks;

internal static class OpenAIChatSdk
{
    public static OpenAIClient Create(HttpClient http) => new(
        new ApiKeyCredential("key"),
        new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });

    public static Task<TokenCounts> ChatAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken) =>
        ChatAsync(Create(http).GetChatClient("gpt-4o-mini"), streamed, withTool, cancellationToken);

    public static async Task<TokenCounts> ChatAsync(
        ChatClient client, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        var options = new ChatCompletionOptions();
        if (withTool) options.Tools.Add(ChatTool.CreateFunctionTool("weather"));
        ChatMessage[] messages = [new UserChatMessage("Is it sunny in Oslo?")];
        if (!streamed)
        {
            ChatCompletion answer = await client.CompleteChatAsync(messages, options, cancellationToken);
            return Counts(answer.Usage);
        }

        TokenCounts counts = default;
        await foreach (StreamingChatCompletionUpdate update in
            client.CompleteChatStreamingAsync(messages, options, cancellationToken))
        {
            if (update.Usage is { } usage) counts = Counts(usage);
        }

        return counts;
    }

    private static TokenCounts Counts(ChatTokenUsage usage) => new()
    {
        Input = usage.InputTokenCount,
        CachedInput = usage.InputTokenDetails?.CachedTokenCount,
        Output = usage.OutputTokenCount,
        Reasoning = usage.OutputTokenDetails?.ReasoningTokenCount,
    };
}
