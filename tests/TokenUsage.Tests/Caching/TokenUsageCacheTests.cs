using Microsoft.Extensions.Time.Testing;
using TokenUsage.Caching;

namespace TokenUsage.Tests.Caching;

public sealed class TokenUsageCacheTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
        }, null, Token).AsTask();

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
        Task<string> second = cache.GetOrCreateAsync("a", t => answer.Task.WaitAsync(t), null, Token).AsTask();

        await impatient.CancelAsync();
        answer.SetResult("1");

        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();
        (await second).Should().Be("1");
    }

    [Fact]
    public async Task A_fault_is_not_kept()
    {
        using TokenUsageCache cache = Create();
        Func<Task> ask = async () => await cache.GetOrCreateAsync<string>(
            "a", _ => throw new IOException("down"), null, Token);
        await ask.Should().ThrowAsync<IOException>();

        (await cache.GetOrCreateAsync("a", _ => Task.FromResult("1"), null, Token)).Should().Be("1");
    }

    [Fact]
    public async Task What_was_begun_before_a_clearing_is_handed_out_and_not_kept()
    {
        using TokenUsageCache cache = Create();
        var answer = new TaskCompletionSource<string>();
        Task<string> asking = cache.GetOrCreateAsync("a", _ => answer.Task, null, Token).AsTask();

        cache.Clear();
        answer.SetResult("old");

        (await asking).Should().Be("old");
        cache.TryGet<string>("a", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Making_one_value_does_not_keep_others_from_being_found()
    {
        using TokenUsageCache cache = Create();
        cache.Set("known", "1");
        bool isFound = false;
        Task<string> LookFromAnotherThread(CancellationToken token)
        {
            var looking = new Thread(() => isFound = cache.TryGet<string>("known", out _));
            looking.Start();
            looking.Join(); // for ever, were the cache locked while values are made
            return Task.FromResult("2");
        }

        await cache.GetOrCreateAsync("new", LookFromAnotherThread, null, Token);

        isFound.Should().BeTrue();
    }

    [Fact]
    public void Long_texts_are_kept_compressed_and_come_back_as_they_were()
    {
        using var cache = new TokenUsageCache(new CacheOptions { CompressAbove = 1024 }, _time);
        string text = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{{\"ü{i % 10}\":1}}"));

        cache.Set("a", text);

        cache.TryGet("a", out string? found).Should().BeTrue();
        found.Should().Be(text);
        cache.Statistics.Bytes.Should().BeLessThan(text.Length / 4);
    }

    [Fact]
    public void A_value_larger_than_the_whole_cache_drives_nothing_out()
    {
        using var cache = new TokenUsageCache(new CacheOptions { MaxBytes = 10_000 }, _time);
        cache.Set("small", "1");

        cache.Set("large", "2", new CacheEntryOptions { Size = 20_000 });

        cache.TryGet<string>("small", out _).Should().BeTrue();
        cache.TryGet<string>("large", out _).Should().BeFalse();
    }

    [Fact]
    public void A_storage_of_ones_own_may_lose_values()
    {
        var storage = new LosingStorage();
        using var cache = new TokenUsageCache(new CacheOptions(), _time, storage);
        cache.Set("a", "1");
        cache.TryGet("a", out string? found).Should().BeTrue();
        found.Should().Be("1");

        storage.LoseAll();

        cache.TryGet<string>("a", out _).Should().BeFalse();
        cache.Statistics.Entries.Should().Be(0);
    }

    [Fact]
    public void Statistics_count_what_happened()
    {
        using TokenUsageCache cache = Create(entries: 1);
        cache.Set("a", "1");
        cache.Set("b", "2");
        cache.TryGet<string>("a", out _);
        cache.TryGet<string>("b", out _);
        cache.TryGet<string>("b", out _);

        cache.Statistics.Should().BeEquivalentTo(
            new { Hits = 2, Misses = 1, Evicted = 1, Entries = 1, HitRatio = 2.0 / 3 });
    }

    private TokenUsageCache Create(int entries = 10) => new(new CacheOptions { MaxEntries = entries }, _time);
}
