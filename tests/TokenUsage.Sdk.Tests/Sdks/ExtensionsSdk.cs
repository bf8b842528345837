using Microsoft.Extensions.AI;

namespace TokenUsage.Sdk.Tests.Sdks;

internal static class ExtensionsSdk
{
    public static Task<TokenCounts> ChatAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken) =>
        AskAsync(
            OpenAIChatSdk.Create(http).GetChatClient("gpt-4o-mini").AsIChatClient(), streamed, withTool,
            cancellationToken);

    public static Task<TokenCounts> ResponsesAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken) =>
        AskAsync(
            OpenAIChatSdk.Create(http).GetResponsesClient().AsIChatClient("gpt-4.1-mini"), streamed, withTool,
            cancellationToken);

    /// <summary>Asks once; with a tool, for as many turns as the loop makes. Its usage is then the sum.</summary>
    public static async Task<TokenCounts> AskAsync(
        IChatClient model, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        using IChatClient client = withTool
            ? new ChatClientBuilder(model).UseFunctionInvocation().Build()
            : model;
        ChatOptions? options = withTool
            ? new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"Sunny in {city}.", "weather")] }
            : null;
        ChatResponse answer = streamed
            ? await client.GetStreamingResponseAsync("Is it sunny in Oslo?", options, cancellationToken)
                .ToChatResponseAsync(cancellationToken)
            : await client.GetResponseAsync("Is it sunny in Oslo?", options, cancellationToken);
        UsageDetails usage = answer.Usage!;
        return new TokenCounts
        {
            Input = usage.InputTokenCount,
            CachedInput = usage.CachedInputTokenCount,
            Output = usage.OutputTokenCount,
            Reasoning = usage.ReasoningTokenCount,
        };
    }
}
