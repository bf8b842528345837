using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Tests.Support;

/// <summary>A model that is not asked over HTTP: it answers the same each time, or fails.</summary>
internal sealed class ScriptedChatClient(Exception? failure = null) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", defaultModelId: "gpt-4o-mini");

    public int Calls { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        await Task.Yield();
        if (failure is not null) throw failure;

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "An answer."))
        {
            ModelId = "gpt-4o-mini-2024-07-18",
            ResponseId = $"resp_{Calls}",
            Usage = Usage(),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, "An ") { ModelId = "gpt-4o-mini-2024-07-18" };
        if (failure is not null) throw failure;

        yield return new ChatResponseUpdate(ChatRole.Assistant, "answer.");
        yield return new ChatResponseUpdate { Role = ChatRole.Assistant, Contents = [new UsageContent(Usage())] };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType.IsInstanceOfType(_metadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static UsageDetails Usage() => new()
    {
        InputTokenCount = 10,
        CachedInputTokenCount = 4,
        OutputTokenCount = 5,
        TotalTokenCount = 15,
        AdditionalCounts = new() { ["CacheCreationInputTokens"] = 2 },
    };
}
