using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGuard;

/// <summary>Stands in for a provider: answers with as many words as it may, and says what it used.</summary>
internal sealed class TalkativeModel : IChatClient
{
    private const int Words = 2_000;

    private readonly ChatClientMetadata _metadata = new("openai", defaultModelId: "gpt-4o");

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int words = Math.Min(Words, options?.MaxOutputTokens ?? Words);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{words} words."))
        {
            ModelId = options?.ModelId,
            Usage = new UsageDetails { InputTokenCount = 20, OutputTokenCount = words },
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < Words; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "word ") { ModelId = options?.ModelId };
        }

        var usage = new UsageDetails { InputTokenCount = 20, OutputTokenCount = Words };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType.IsInstanceOfType(_metadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
