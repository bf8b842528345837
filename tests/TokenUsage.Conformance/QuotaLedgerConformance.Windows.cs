using TokenUsage.Admission;

namespace TokenUsage.Conformance;

public abstract partial class QuotaLedgerConformance
{
    [Fact]
    public async Task A_window_that_is_not_the_current_one_is_refused_with_the_ledgers_time()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        bench.Advance(TimeSpan.FromDays(1));

        ReserveAnswer answer = await bench.ReserveAsync(claim);

        answer.Status.Should().Be(ReserveStatus.WrongWindow);
        answer.NowMicros.Should().Be(bench.NowMicros);
    }

    [Fact]
    public async Task A_call_that_crosses_midnight_is_charged_to_the_day_it_began_in()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim yesterday = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(yesterday);
        bench.Advance(TimeSpan.FromDays(1));
        LedgerClaim today = bench.Claim(bench.Line("a", limit: 100, amount: 100));

        (await bench.ReserveAsync(today)).IsHeld.Should().BeTrue();
        await bench.SettleAsync(yesterday, 50);

        (await bench.ReadAsync(yesterday)).Should().Be(new LedgerBalance(50, 0));
        (await bench.ReadAsync(today)).Should().Be(new LedgerBalance(0, 100));
    }

    [Fact]
    public async Task A_sliding_window_frees_a_use_when_it_is_one_length_old_and_not_before()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerLine line = bench.Line("a", limit: 100, amount: 100) with { Window = QuotaLedgerBench.SlidingMinute };
        LedgerClaim claim = bench.Claim(line);
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 100);

        bench.Advance(TimeSpan.FromSeconds(59));
        ReserveAnswer early = await bench.ReserveAsync(bench.Claim(line));
        bench.Advance(TimeSpan.FromSeconds(2));
        ReserveAnswer late = await bench.ReserveAsync(bench.Claim(line));

        early.Status.Should().Be(ReserveStatus.Refused);
        late.Status.Should().Be(ReserveStatus.Reserved);
    }

    [Fact]
    public async Task A_bucket_admits_its_burst_at_once_and_then_what_has_refilled()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerLine line = bench.Line("a", limit: 60, amount: 10) with
        {
            Window = QuotaLedgerBench.BucketMinute,
            Burst = 20,
        };
        await bench.ReserveAsync(bench.Claim(line));
        await bench.ReserveAsync(bench.Claim(line));

        ReserveAnswer refused = await bench.ReserveAsync(bench.Claim(line));
        bench.Advance(TimeSpan.FromSeconds(10));
        ReserveAnswer admitted = await bench.ReserveAsync(bench.Claim(line));

        refused.Status.Should().Be(ReserveStatus.Refused);
        refused.RetryAtMicros.Should().Be(refused.NowMicros + 10_000_000);
        admitted.Status.Should().Be(ReserveStatus.Reserved);
    }
}
