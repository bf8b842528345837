using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

namespace TokenUsage.Sdk.Tests.Sdks;

internal static class AnthropicSdk
{
    public static async Task<TokenCounts> MessagesAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        using AnthropicClient client = Create(http);
        var parameters = new MessageCreateParams
        {
            Model = "claude-sonnet-4-5",
            MaxTokens = 256,
            Messages = [new UserMessageParam { Content = "Is it sunny in Oslo?" }],
            Tools = withTool ? [new Tool { Name = "weather", InputSchema = new InputSchema() }] : null,
        };
        if (!streamed)
        {
            Message answer = await client.Messages.Create(parameters, cancellationToken);
            return Counts(
                answer.Usage.InputTokens, answer.Usage.CacheReadInputTokens, answer.Usage.CacheCreationInputTokens,
                answer.Usage.OutputTokens);
        }

        TokenCounts counts = default;
        await foreach (RawMessageStreamEvent update in client.Messages.CreateStreaming(parameters, cancellationToken))
        {
            if (update.TryPickDelta(out RawMessageDeltaEvent? delta) && delta.Usage is { } usage)
            {
                counts = Counts(
                    usage.InputTokens ?? 0, usage.CacheReadInputTokens, usage.CacheCreationInputTokens,
                    usage.OutputTokens);
            }
        }

        return counts;
    }

    public static async Task<TokenCounts> ChatClientAsync(
        HttpClient http, bool streamed, bool withTool, CancellationToken cancellationToken)
    {
        using AnthropicClient client = Create(http);
        return await ExtensionsSdk.AskAsync(
            client.AsIChatClient("claude-sonnet-4-5", 256), streamed, withTool, cancellationToken);
    }

    private static AnthropicClient Create(HttpClient http) => new()
    {
        HttpClient = http,
        ApiKey = "key",
        BaseUrl = "https://api.anthropic.com",
        MaxRetries = 0,
    };

    private static TokenCounts Counts(long fresh, long? read, long? written, long output) => new()
    {
        Input = fresh + (read ?? 0) + (written ?? 0),
        CachedInput = read,
        CacheWrite = written,
        Output = output,
    };
}
