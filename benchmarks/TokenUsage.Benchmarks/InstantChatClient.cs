using Microsoft.Extensions.AI;

namespace TokenUsage.Benchmarks;

/// <summary>A model that answers at once, so that only what stands around it is measured.</summary>
internal sealed class InstantChatClient : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", new Uri("https://api.openai.com"), "gpt-4o-mini");
    private readonly Task<ChatResponse> _answer = Task.FromResult(
        new ChatResponse(new ChatMessage(ChatRole.Assistant, "Three."))
        {
            ModelId = "gpt-4o-mini-2024-07-18",
            ResponseId = "resp_1",
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 900, OutputTokenCount = 300, TotalTokenCount = 1200 },
        });

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _answer;

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType.IsInstanceOfType(_metadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
