using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Tests.Support;

namespace TokenUsage.Tests.Live;

public sealed class CallEventTests
{
    private static readonly FeedOptions Starts = new()
    {
        Kinds = [FeedEventKind.CallStarted],
        Where = [UsageFilter.In(Dimension.Model, "gpt-4o-mini")],
        Replay = 1_000,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_is_told_before_the_answer_with_who_and_what()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var feed = monitor.Services.GetRequiredService<IUsageFeed>();
        var started = new TaskCompletionSource<FeedEvent>();
        await using IFeedSubscription listening = feed.Subscribe(Starts, (item, _) =>
        {
            started.TrySetResult(item);
            return ValueTask.CompletedTask;
        });
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        using (UsageScope.Begin(user: "alice")) await client.GetResponseAsync("hi", cancellationToken: Token);

        FeedEvent start = await started.Task.WaitAsync(Token);
        start.Scope.User.Should().Be("alice");
        start.Name.Should().Be("chat");
        start.ValueOf(Dimension.Provider).Should().Be("openai");
        start.Record.Should().BeNull();
    }

    [Fact]
    public async Task Clients_within_clients_start_one_call()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        var feed = monitor.Services.GetRequiredService<IUsageFeed>();
        await using IFeedSubscription listening = feed.Subscribe(Starts, (_, _) => ValueTask.CompletedTask);
        using IChatClient client = monitor.Observe(monitor.Observe(new ScriptedChatClient()));

        await client.GetResponseAsync("hi", cancellationToken: Token);
        await monitor.RecordsAsync();

        feed.Statistics.Published.Should().Be(2); // one start, one completion
    }

    [Fact]
    public async Task Nobody_who_listens_makes_no_event_of_a_start()
    {
        await using TestMonitor monitor = TestMonitor.Create();
        using IChatClient client = monitor.Observe(new ScriptedChatClient());

        await client.GetResponseAsync("hi", cancellationToken: Token);
        await monitor.RecordsAsync();

        monitor.Services.GetRequiredService<IUsageFeed>().Statistics.Published.Should().Be(1);
    }
}
