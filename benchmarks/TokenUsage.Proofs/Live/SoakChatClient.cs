using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Proofs.Live;

/// <summary>A model that answers at once, in four pieces.</summary>
internal sealed class SoakChatClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string word in (string[])["One ", "two ", "three."])
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, word) { ModelId = "gpt-4o-mini" };
        }

        yield return new ChatResponseUpdate
        {
            ModelId = "gpt-4o-mini",
            Contents = [new UsageContent(new UsageDetails { InputTokenCount = 100, OutputTokenCount = 20 })],
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
