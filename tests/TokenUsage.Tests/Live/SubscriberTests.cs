using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Live;

namespace TokenUsage.Tests.Live;

public sealed class SubscriberTests
{
    private const int Events = 2_000;
    private const int Publishers = 4;

    private readonly UsageFeed _feed = new(TimeProvider.System, NullLogger<UsageFeed>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beside_slow_throwing_and_abandoned_subscribers_the_others_see_every_event_in_order()
    {
        var never = new TaskCompletionSource();
        Task<List<long>>[] good = [.. Enumerable.Range(0, 5).Select(_ => ReadAllAsync())];
        IFeedSubscription slow = _feed.Subscribe(
            new FeedOptions { Name = "slow", Capacity = 10 },
            (_, cancellationToken) => new ValueTask(never.Task.WaitAsync(cancellationToken)));
        await using IFeedSubscription throwing = _feed.Subscribe(
            new FeedOptions { Name = "throwing", Capacity = Events },
            (_, _) => throw new InvalidOperationException("thrown by a test"));
        IAsyncEnumerator<FeedEvent> abandoned = _feed
            .ReadAsync(new FeedOptions { Name = "abandoned", Capacity = 10 }, Token).GetAsyncEnumerator(Token);
        ValueTask<bool> first = abandoned.MoveNextAsync(); // and is never read again

        Parallel.For(0, Publishers, _ =>
        {
            for (int i = 0; i < Events / Publishers; i++) _feed.Publish(Tick);
        });

        foreach (List<long> numbers in await Task.WhenAll(good))
            numbers.Should().Equal(Enumerable.Range(1, Events).Select(i => (long)i));
        (await first).Should().BeTrue();
        Balance(slow.Statistics).Should().Be(Events);
        slow.Statistics.Lost.Should().BeGreaterThanOrEqualTo(Events - 11); // ten wait, and one is being handled
        _feed.Statistics.Subscribers.Single(s => s.Name == "abandoned").Lost.Should().BeGreaterThan(0);

        await abandoned.DisposeAsync();
        await slow.DisposeAsync();
        _feed.Statistics.Subscribers.Should().OnlyContain(s => s.Name != "abandoned" && s.Name != "slow");
        _feed.Statistics.Lost.Should().BeGreaterThanOrEqualTo(slow.Statistics.Lost);
    }

    [Fact]
    public async Task A_subscriber_that_throws_is_told_every_event_and_each_fault_is_counted()
    {
        var last = new TaskCompletionSource();
        await using IFeedSubscription throwing = _feed.Subscribe(new FeedOptions { Capacity = 101 }, (item, _) =>
        {
            if (item.Sequence <= 100) throw new InvalidOperationException("thrown by a test");
            last.SetResult();
            return ValueTask.CompletedTask;
        });

        for (int i = 0; i <= 100; i++) _feed.Publish(Tick);
        await last.Task.WaitAsync(Token);

        throwing.Statistics.Should().BeEquivalentTo(new { Delivered = 101, Faults = 100, Lost = 0 });
    }

    [Fact]
    public async Task Leaving_ends_a_handler_that_still_runs()
    {
        var running = new TaskCompletionSource();
        IFeedSubscription subscription = _feed.Subscribe(new FeedOptions(), async (_, cancellationToken) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        _feed.Publish(Tick);
        await running.Task.WaitAsync(Token);

        await subscription.DisposeAsync();

        _feed.Statistics.Subscribers.Should().BeEmpty();
    }

    private static FeedEvent Tick => new() { Kind = FeedEventKind.Custom, Name = "tick" };

    private static long Balance(FeedSubscriberStatistics seen) => seen.Delivered + seen.Lost + seen.Waiting;

    private async Task<List<long>> ReadAllAsync()
    {
        var numbers = new List<long>(Events);
        await foreach (FeedEvent item in _feed.ReadAsync(new FeedOptions { Capacity = Events }, Token))
        {
            numbers.Add(item.Sequence);
            if (numbers.Count == Events) break;
        }

        return numbers;
    }
}
