using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TokenUsage.Live;

namespace TokenUsage.Tests.Live;

public sealed class UsageFeedTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly UsageFeed _feed;

    public UsageFeedTests() => _feed = new UsageFeed(_time, NullLogger<UsageFeed>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_subscriber_sees_every_event_in_order()
    {
        List<Task<List<long>>> readers = [.. Enumerable.Range(0, 20).Select(_ => ReadAsync(100))];
        for (int i = 1; i <= 100; i++) _feed.Publish(Custom("tick"));

        foreach (List<long> numbers in await Task.WhenAll(readers))
        {
            numbers.Should().Equal(Enumerable.Range(1, 100).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task A_handler_that_throws_goes_on_with_the_next_event_and_harms_nobody()
    {
        Task<List<long>> other = ReadAsync(3);
        var third = new TaskCompletionSource();
        await using IFeedSubscription throwing = _feed.Subscribe(new FeedOptions(), (item, _) =>
        {
            if (item.Sequence == 3) third.SetResult();
            throw new InvalidOperationException("thrown by a test");
        });

        for (int i = 0; i < 3; i++) _feed.Publish(Custom("tick"));

        (await other).Should().Equal(1, 2, 3);
        await third.Task.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task A_condition_that_throws_is_counted_and_hides_the_event_from_its_subscriber_only()
    {
        Task<List<long>> other = ReadAsync(1);
        await using IFeedSubscription faulty = _feed.Subscribe(
            new FeedOptions { When = _ => throw new InvalidOperationException("thrown by a test") },
            (_, _) => ValueTask.CompletedTask);

        _feed.Publish(Custom("tick"));

        (await other).Should().Equal(1);
        faulty.Statistics.Faults.Should().Be(1);
        faulty.Statistics.Waiting.Should().Be(0);
    }

    [Theory]
    [InlineData(SlowSubscriberRule.DropOldest, new long[] { 8, 9, 10 })]
    [InlineData(SlowSubscriberRule.DropNewest, new long[] { 1, 2, 3 })]
    [InlineData(SlowSubscriberRule.Disconnect, new long[] { 1, 2, 3 })]
    public void A_slow_subscriber_loses_by_the_rule_it_chose_and_the_loss_is_counted(
        SlowSubscriberRule rule, long[] kept)
    {
        var buffer = new FeedBuffer(new FeedOptions { Capacity = 3, WhenFull = rule });
        for (int i = 1; i <= 10; i++) buffer.Add(Custom("tick") with { Sequence = i });

        Take(buffer).Select(item => item.Sequence).Should().Equal(kept);
        buffer.Lost.Should().Be(rule == SlowSubscriberRule.Disconnect ? 1 : 7);
        buffer.IsClosed.Should().Be(rule == SlowSubscriberRule.Disconnect);
    }

    [Fact]
    public void Events_of_one_key_that_wait_together_become_the_last_of_them()
    {
        var buffer = new FeedBuffer(new FeedOptions { ConflateBy = item => item.Name! });
        for (int i = 1; i <= 6; i++) buffer.Add(Custom(i % 2 == 0 ? "even" : "odd") with { Sequence = i });

        FeedEvent[] taken = [.. Take(buffer)];

        taken.Select(item => item.Sequence).Should().Equal(5, 6);
        taken.Select(item => item.Count).Should().Equal(3, 3);
        buffer.Conflated.Should().Be(4);
    }

    [Fact]
    public async Task An_interval_hands_waiting_events_over_together()
    {
        var options = new FeedOptions { Interval = TimeSpan.FromSeconds(5), ConflateBy = item => item.Name! };
        await using IAsyncEnumerator<FeedEvent> events =
            _feed.ReadAsync(options, Cancelled).GetAsyncEnumerator(Cancelled);
        ValueTask<bool> next = events.MoveNextAsync();

        for (int i = 0; i < 100; i++) _feed.Publish(Custom("tick"));
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await next).Should().BeTrue();
        events.Current.Count.Should().Be(100);
    }

    [Fact]
    public async Task Who_comes_late_is_told_the_latest_events_again()
    {
        for (int i = 0; i < 1500; i++) _feed.Publish(Custom("tick"));

        (await ReadAsync(3, new FeedOptions { Replay = 3 })).Should().Equal(1498, 1499, 1500);
        (await ReadAsync(2, new FeedOptions { After = 1498 })).Should().Equal(1499, 1500);
        (await ReadAsync(1, new FeedOptions { Replay = 9999 })).Should().Equal(501);
    }

    [Fact]
    public async Task Conditions_select_by_the_dimensions_of_the_record_or_of_the_scope()
    {
        var options = new FeedOptions { Where = [UsageFilter.In(Dimension.User, "alice")] };
        Task<List<long>> reader = ReadAsync(2, options);

        _feed.Publish(Custom("a") with { Scope = new UsageDimensions { User = "alice" } });
        _feed.Publish(Custom("b") with { Scope = new UsageDimensions { User = "bob" } });
        _feed.Observe([Record("bob"), Record("alice")]);

        (await reader).Should().Equal(1, 4);
    }

    [Fact]
    public async Task Started_calls_are_told_to_those_who_ask_for_them()
    {
        _feed.IsWanted(FeedEventKind.CallStarted).Should().BeFalse();
        var options = new FeedOptions { Kinds = [FeedEventKind.CallStarted] };
        await using (_feed.Subscribe(options, (_, _) => ValueTask.CompletedTask))
        {
            _feed.IsWanted(FeedEventKind.CallStarted).Should().BeTrue();
            _feed.IsWanted(FeedEventKind.Alert).Should().BeFalse();
        }

        _feed.IsWanted(FeedEventKind.CallStarted).Should().BeFalse();
    }

    [Fact]
    public async Task Statistics_keep_what_subscribers_that_left_have_seen()
    {
        await ReadAsync(0);
        Task<List<long>> reader = ReadAsync(5);
        for (int i = 0; i < 5; i++) _feed.Publish(Custom("tick"));
        await reader;

        _feed.Statistics.Published.Should().Be(5);
        _feed.Statistics.Delivered.Should().Be(5);
        _feed.Statistics.Subscribers.Should().BeEmpty();
    }

    [Fact]
    public void A_capacity_out_of_range_is_refused_by_name()
    {
        Action subscribe = () => _feed.ReadAsync(new FeedOptions { Capacity = 0 }, Cancelled);

        subscribe.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Capacity is 0; use 1 to 1,048,576*");
    }

    private static FeedEvent Custom(string name) => new() { Kind = FeedEventKind.Custom, Name = name };

    private static UsageRecord Record(string user) => new()
    {
        Id = Guid.NewGuid(),
        StartedAt = DateTimeOffset.UnixEpoch,
        Provider = "openai",
        Operation = "chat",
        Cost = Cost.Unpriced,
        Dimensions = new UsageDimensions { User = user },
    };

    private static IEnumerable<FeedEvent> Take(FeedBuffer buffer)
    {
        while (buffer.TryTake(out FeedEvent item)) yield return item;
    }

    // Joins at once: the iterator runs up to its first wait before the task is returned.
    private async Task<List<long>> ReadAsync(int count, FeedOptions? options = null)
    {
        var numbers = new List<long>();
        if (count == 0) return numbers;
        await foreach (FeedEvent item in _feed.ReadAsync(options, Cancelled))
        {
            numbers.Add(item.Sequence);
            if (numbers.Count == count) break;
        }

        return numbers;
    }
}
