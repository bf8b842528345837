using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Capture;
using TokenUsage.Providers;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class TextEstimateTests
{
    [Fact]
    public async Task An_abandoned_stream_is_counted_by_its_text_where_an_estimator_reads_text()
    {
        await using TestMonitor monitor = TestMonitor.Create(
            services => services.AddSingleton<ITokenEstimator>(new Words()));
        using var scripted = new TwoParts();
        IChatClient client = monitor.Observe(scripted);

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(
            [new ChatMessage(ChatRole.User, "one two three")],
            cancellationToken: TestContext.Current.CancellationToken))
        {
            break;
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Source.Should().Be(UsageSource.Estimated);
        record.Tokens.Should().Be(new TokenCounts { Input = 3, Output = 4 });
    }

    [Fact]
    public void A_long_text_is_counted_as_it_is_let_go()
    {
        using var text = new ReceivedText(new Words());
        for (int i = 0; i < ReceivedText.MaxHeld; i++) text.Append("openai", "gpt-5", "word ");

        text.Count("openai", "gpt-5").Should().Be(ReceivedText.MaxHeld);
    }

    private sealed class Words : ITokenEstimator
    {
        public bool ReadsText => true;

        public long EstimateTokens(string provider, string? model, long characters) => 0;

        public long EstimateTokens(string provider, string? model, ReadOnlySpan<char> text) =>
            text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    private sealed class TwoParts : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "a b c d");
            yield return new ChatResponseUpdate(ChatRole.Assistant, " e f");
        }

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
