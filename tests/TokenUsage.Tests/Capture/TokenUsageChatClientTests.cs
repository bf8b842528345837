using Microsoft.Extensions.AI;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Capture;

public sealed class TokenUsageChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_recorded_with_what_the_client_reports()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await client.GetResponseAsync("hello", new ChatOptions { ModelId = "gpt-4o-mini" }, Token);

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Provider.Should().Be("openai");
        record.RequestedModel.Should().Be("gpt-4o-mini");
        record.Model.Should().Be("gpt-4o-mini-2024-07-18");
        record.Tokens.Should().Be(new TokenCounts { Input = 10, CachedInput = 4, CacheWrite = 2, Output = 5 });
        record.Outcome.Should().Be(CallOutcome.Success);
    }

    [Fact]
    public async Task A_stream_that_completes_is_recorded_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("hello", cancellationToken: Token))
        {
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Success);
        record.Tokens.Output.Should().Be(5);
        record.TimeToFirstToken.Should().NotBeNull();
    }

    [Fact]
    public async Task A_stream_the_caller_abandons_is_recorded_once_as_interrupted()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync("hello", cancellationToken: Token))
        {
            break;
        }

        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Interrupted);
        record.Source.Should().Be(UsageSource.Estimated);
        record.Tokens.Total.Should().BePositive();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_is_recorded_and_reaches_the_caller_unchanged(bool streamed)
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var failure = new InvalidOperationException("secret in the message");
        using IChatClient client = monitor.Observe(new ScriptedChatClient(failure));

        Func<Task> call = () => streamed
            ? client.GetStreamingResponseAsync("hello", cancellationToken: Token).ToChatResponseAsync(Token)
            : client.GetResponseAsync("hello", cancellationToken: Token);

        (await call.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        UsageRecord record = (await monitor.RecordsAsync()).Should().ContainSingle().Subject;
        record.Outcome.Should().Be(CallOutcome.Failed);
        record.ErrorType.Should().Be(nameof(InvalidOperationException));
        record.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task Two_monitors_in_one_pipeline_record_one_call_once()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient client = new ChatClientBuilder(new ScriptedChatClient())
            .UseTokenMonitoring()
            .UseTokenMonitoring()
            .Build(monitor.Services);

        await client.GetResponseAsync("hello", cancellationToken: Token);
        await client.GetStreamingResponseAsync("hello", cancellationToken: Token).ToChatResponseAsync(Token);

        (await monitor.RecordsAsync()).Should().HaveCount(2);
    }
}
