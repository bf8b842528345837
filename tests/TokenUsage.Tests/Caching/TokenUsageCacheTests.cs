using Microsoft.Extensions.Time.Testing;
using TokenUsage.Caching;

namespace TokenUsage.Tests.Caching;

public sealed class TokenUsageCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_least_recently_used_entry_leaves_first()
    {
        using TokenUsageCache cache = Create(entries: 2);
        cache.Set("a", "1");
        cache.Set("b", "2");
        cache.TryGet<string>("a", out _);

        cache.Set("c", "3");

        cache.TryGet<string>("b", out _).Should().BeFalse();
        cache.TryGet<string>("a", out _).Should().BeTrue();
    }

    [Fact]
    public void Entries_of_low_priority_leave_before_all_others()
    {
        using TokenUsageCache cache = Create(entries: 2);
        cache.Set("normal", "1");
        cache.Set("low", "2", new CacheEntryOptions { Priority = CachePriority.Low });

        cache.Set("new", "3");

        cache.TryGet<string>("normal", out _).Should().BeTrue();
    }

    [Fact]
    public void Bytes_are_a_limit_too()
    {
        using var cache = new TokenUsageCache(new CacheOptions { MaxBytes = 10_000 }, _time);

        for (int i = 0; i < 20; i++) cache.Set($"{i}", "x", new CacheEntryOptions { Size = 3_000 });

        cache.Statistics.Bytes.Should().BeInRange(1, 10_000);
    }

    [Fact]
    public void An_entry_is_not_used_beyond_its_time()
    {
        using TokenUsageCache cache = Create();
        cache.Set("a", "1", new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(5) });

        _time.Advance(TimeSpan.FromSeconds(5));

        cache.TryGet<string>("a", out _).Should().BeFalse();
    }

    [Fact]
    public void A_tag_clears_its_entries_and_no_other()
    {
        using TokenUsageCache cache = Create();
        cache.Set("a", "1", new CacheEntryOptions { Tags = ["t"] });
        cache.Set("b", "2");

        cache.ClearTag("t").Should().Be(1);

        cache.TryGet<string>("b", out _).Should().BeTrue();
    }

    [Fact]
    public async Task Equal_questions_at_the_same_time_are_answered_once()
    {
        using TokenUsageCache cache = Create();
        var answer = new TaskCompletionSource<string>();
        int made = 0;
        Task<string> Ask() => cache.GetOrCreateAsync("a", _ =>
        {
            made++;
            return answer.Task;
        }).AsTask();

        Task<string>[] asking = [Ask(), Ask(), Ask()];
        answer.SetResult("1");

        (await Task.WhenAll(asking)).Should().Equal("1", "1", "1");
        made.Should().Be(1);
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_stop_the_others()
    {
        using TokenUsageCache cache = Create();
        var answer = new TaskCompletionSource<string>();
        using var impatient = new CancellationTokenSource();
        Task<string> first = cache.GetOrCreateAsync("a", t => answer.Task.WaitAsync(t), null, impatient.Token).AsTask();
        Task<string> second = cache.GetOrCreateAsync("a", t => answer.Task.WaitAsync(t)).AsTask();

        await impatient.CancelAsync();
        answer.SetResult("1");

        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();
        (await second).Should().Be("1");
    }

    [Fact]
    public async Task A_fault_is_not_kept()
    {
        using TokenUsageCache cache = Create();
        Func<Task> ask = async () => await cache.GetOrCreateAsync<string>("a", _ => throw new IOException("down"));
        await ask.Should().ThrowAsync<IOException>();

        (await cache.GetOrCreateAsync("a", _ => Task.FromResult("1"))).Should().Be("1");
    }

    private TokenUsageCache Create(int entries = 10) => new(new CacheOptions { MaxEntries = entries }, _time);
}
