using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Tests.Capture;

/// <summary>A model that streams words of about a token each and reports nothing.</summary>
internal sealed class CountingChatClient(int tokens, string model = "gpt-4o-mini") : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", defaultModelId: model);

    public ChatOptions? LastOptions { get; private set; }

    public int Calls { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        LastOptions = options;
        await Task.Yield();
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "Done."))
        {
            ModelId = options?.ModelId ?? model,
            Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = tokens },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        LastOptions = options;
        for (int i = 0; i < tokens; i++)
        {
            await Task.CompletedTask;
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "word ");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType.IsInstanceOfType(_metadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
