using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TokenUsage.Proofs.Capture;

/// <summary>A model that is not asked over HTTP, and fails where it is asked to.</summary>
internal sealed class EndingChatClient : IChatClient
{
    public const string FailingPrompt = "Fail.";

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string word in (string[])["One ", "two ", "three ", "four ", "five."])
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, word);
            if (messages.First().Text == FailingPrompt) throw new IOException("cut off");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
