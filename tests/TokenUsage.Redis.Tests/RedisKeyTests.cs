using StackExchange.Redis;
using TokenUsage.Admission;
using TokenUsage.Conformance;

namespace TokenUsage.Redis.Tests;

/// <summary>What lies in Redis: its names, how long it stays, and how much of it there can be.</summary>
public sealed class RedisKeyTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    [Theory]
    [InlineData("user-day@day:UTC|user=alice@example.com")]
    [InlineData("'] = redis.call('FLUSHALL') --")]
    [InlineData("a b\n{c}\0 ✓ 🚀")]
    public async Task Nothing_of_an_account_is_in_a_key_or_a_value(string account)
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerClaim claim = bench.Claim(bench.Line(account, limit: 100, amount: 60));

        await bench.ReserveAsync(claim);

        string[] keys = [.. bench.Server.Keys(pattern: $"{{{bench.Prefix}}}*").Select(key => (string)key!)];
        keys.Should().OnlyContain(key => !key.Contains(account));
        keys.Where(key => key.Contains(":c:", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().MatchRegex(@"^\{t[0-9a-f]{32}\}:c:[0-9a-f]{32}$");
        string lease = (await bench.Database.HashGetAsync($"{{{bench.Prefix}}}:leases", claim.Id.ToString("N")))!;
        lease.Should().Be($"{keys.Single(key => key.Contains(":c:", StringComparison.Ordinal))} F 60 - - - - -");
    }

    [Fact]
    public async Task All_keys_carry_one_hash_tag_so_that_a_cluster_keeps_them_in_one_slot()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerClaim claim = bench.Claim(bench.Line("a", 100, 1), bench.Line("b", 100, 1));
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 1);

        IEnumerable<RedisKey> keys = bench.Server.Keys(pattern: $"*{bench.Prefix}*");

        keys.Select(key => SlotOf((string)key!)).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Every_counter_of_a_window_that_ends_is_forgotten_some_time_after_it()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerLine day = bench.Line("a", 100, 1);
        LedgerClaim claim = bench.Claim(
            day,
            day with { Account = new QuotaAccount("s"), Window = QuotaLedgerBench.SlidingMinute },
            day with { Account = new QuotaAccount("b"), Window = QuotaLedgerBench.BucketMinute });
        await bench.ReserveAsync(claim, TimeSpan.FromMinutes(10));
        await bench.SettleAsync(claim, 5);

        foreach (RedisKey key in bench.Server.Keys(pattern: $"{{{bench.Prefix}}}:c:*"))
        {
            (await bench.Database.KeyTimeToLiveAsync(key)).Should().BeGreaterThan(TimeSpan.FromMinutes(1))
                .And.BeLessThan(TimeSpan.FromDays(3));
        }
    }

    [Fact]
    public async Task A_counter_of_open_calls_is_gone_when_none_is_open()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerClaim claim = bench.Claim(bench.Line("a", 2, 1) with
        {
            Unit = QuotaUnit.ConcurrentCalls,
            Window = new LedgerWindow { Shape = LedgerShape.Fixed },
        });
        await bench.ReserveAsync(claim);

        await bench.SettleAsync(claim, 50);

        bench.Server.Keys(pattern: $"{{{bench.Prefix}}}:c:*").Should().BeEmpty();
    }

    [Fact]
    public async Task The_memory_of_ended_calls_is_bounded()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture, o => o.MaxRemembered = 1_000);
        for (int i = 0; i < 1_200; i++)
        {
            await bench.Ledger.ReleaseAsync(bench.Claim(bench.Line("a", 100, 1)), CancellationToken.None);
        }

        (await bench.Database.SortedSetLengthAsync($"{{{bench.Prefix}}}:resolved")).Should().Be(1_000);
    }

    [Fact]
    public async Task Ended_calls_are_forgotten_after_a_day()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        await bench.Ledger.ReleaseAsync(bench.Claim(bench.Line("a", 100, 1)), CancellationToken.None);
        bench.Advance(TimeSpan.FromDays(1));

        await bench.Ledger.SweepAsync(10, CancellationToken.None);

        (await bench.Database.KeyExistsAsync($"{{{bench.Prefix}}}:resolved")).Should().BeFalse();
    }

    [Fact]
    public async Task More_open_calls_than_may_be_are_answered_full()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture, o => o.MaxLeases = 1);
        await bench.ReserveAsync(bench.Claim(bench.Line("a", 100, 1)));

        ReserveAnswer answer = await bench.ReserveAsync(bench.Claim(bench.Line("a", 100, 1)));

        answer.Status.Should().Be(ReserveStatus.Full);
    }

    [Fact]
    public async Task A_server_whose_memory_is_full_is_answered_full_and_changes_nothing()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerClaim claim = bench.Claim(bench.Line("a", 100, 1));
        await bench.Server.ConfigSetAsync("maxmemory", "1mb");
        await bench.Database.StringSetAsync("ballast", new byte[100], flags: CommandFlags.FireAndForget);

        ReserveAnswer answer = await bench.ReserveAsync(claim);
        await bench.Server.ConfigSetAsync("maxmemory", "0");

        answer.Status.Should().Be(ReserveStatus.Full);
        (await bench.ReadAsync(claim)).Should().Be(default(LedgerBalance));
    }

    [Fact]
    public async Task Leases_beyond_one_batch_are_all_swept()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerLine line = bench.Line("a", 1_000, 1);
        LedgerClaim[] claims = [.. Enumerable.Range(0, 150).Select(_ => bench.Claim(line))];
        foreach (LedgerClaim claim in claims) await bench.ReserveAsync(claim, TimeSpan.FromMinutes(1));
        bench.Advance(TimeSpan.FromMinutes(1));

        IReadOnlyList<Guid> expired = await bench.Ledger.SweepAsync(1_000, CancellationToken.None);

        expired.Should().BeEquivalentTo(claims.Select(claim => claim.Id));
        (await bench.ReadAsync(claims[0])).Should().Be(default(LedgerBalance));
    }

    private static int SlotOf(string key)
    {
        int open = key.IndexOf('{', StringComparison.Ordinal);
        int close = key.IndexOf('}', StringComparison.Ordinal);
        return string.GetHashCode(key.AsSpan(open, close - open), StringComparison.Ordinal); // equal tags, equal slots
    }
}
