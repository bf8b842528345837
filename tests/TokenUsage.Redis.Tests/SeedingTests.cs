using TokenUsage.Admission;

namespace TokenUsage.Redis.Tests;

public sealed class SeedingTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task A_counter_that_redis_does_not_have_begins_at_what_the_store_knows()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture, history: new StoredTotal(70));

        ReserveAnswer fits = await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 30)));
        ReserveAnswer exceeds = await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 1)));

        fits.Status.Should().Be(ReserveStatus.Reserved);
        exceeds.Status.Should().Be(ReserveStatus.Refused);
    }

    [Fact]
    public async Task Many_who_begin_a_counter_at_once_begin_it_at_the_total_and_not_at_a_multiple()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture, history: new StoredTotal(70));
        LedgerLine line = bench.Line("a", limit: 1_000, amount: 1);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.ReserveAsync(bench.Claim(line)).AsTask()));

        (await bench.Ledger.ReadAsync(line, CancellationToken.None)).Should().Be(new LedgerBalance(70, 8));
    }

    [Fact]
    public async Task A_store_that_knows_nothing_lets_the_counter_begin_at_nothing()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture, history: new StoredTotal(null));
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));

        await bench.ReserveAsync(claim);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(0, 60));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_call_to_the_outage_policy_and_is_no_outage_of_redis()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(
            fixture, o => o.Processes = 2, new StoredTotal(0) { Fails = true });

        ReserveAnswer share = await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 50)));
        ReserveAnswer more = await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 1)));

        share.Status.Should().Be(ReserveStatus.Reserved);
        more.Status.Should().Be(ReserveStatus.Refused);
        ((RedisQuotaLedger)bench.Ledger).IsOffline.Should().BeFalse();
    }

    [Fact]
    public async Task A_counter_that_lost_something_is_raised_to_the_stores_total_and_a_greater_one_stays()
    {
        var total = new StoredTotal(0);
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(
            fixture, o => o.RepairInterval = TimeSpan.FromMinutes(1), total);
        LedgerClaim low = bench.Claim(bench.Line("low", 1_000, 10));
        LedgerClaim high = bench.Claim(bench.Line("high", 1_000, 10));
        foreach ((LedgerClaim claim, long used) in new[] { (low, 10L), (high, 90L) })
        {
            await bench.ReserveAsync(claim);
            await bench.SettleAsync(claim, used);
        }

        total.Used = 50;
        bench.Advance(TimeSpan.FromMinutes(1));
        await bench.Ledger.SweepAsync(10, CancellationToken.None);
        await Until.TrueAsync(async () => (await bench.ReadAsync(low)).Used == 50);

        (await bench.ReadAsync(high)).Used.Should().Be(90);
    }

    private sealed class StoredTotal(long? used) : IQuotaHistory
    {
        public long? Used { get; set; } = used;

        public bool Fails { get; init; }

        public ValueTask<long?> ReadUsedAsync(LedgerLine line, CancellationToken cancellationToken) =>
            Fails ? throw new InvalidOperationException("The store is away.") : new ValueTask<long?>(Used);
    }
}
