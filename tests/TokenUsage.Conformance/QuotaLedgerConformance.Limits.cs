using TokenUsage.Admission;

namespace TokenUsage.Conformance;

public abstract partial class QuotaLedgerConformance
{
    [Fact]
    public async Task A_line_that_does_not_enforce_counts_and_reports_but_never_refuses()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 160) with { Enforced = false });

        (await bench.ReserveAsync(claim)).IsHeld.Should().BeTrue();

        claim.BalanceOf(0).Exceeds.Should().BeTrue();
        (await bench.ReadAsync(claim)).Held.Should().Be(160);
    }

    [Fact]
    public async Task A_claim_of_nothing_is_admitted_while_anything_is_left()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim first = bench.Claim(bench.Line("a", limit: 100, amount: 0));
        await bench.ReserveAsync(first);
        await bench.SettleAsync(first, 99);

        (await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 0)))).IsHeld.Should().BeTrue();
        (await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 99, amount: 0)))).IsHeld.Should().BeFalse();
    }

    [Fact]
    public async Task A_limit_of_zero_refuses_and_a_limit_below_what_is_used_does_too()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);

        (await bench.ReserveAsync(bench.Claim(bench.Line("b", limit: 0, amount: 1)))).IsHeld.Should().BeFalse();
        (await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 50, amount: 1)))).IsHeld.Should().BeFalse();
    }

    [Fact]
    public async Task Amounts_beyond_what_a_double_can_hold_are_counted_exactly()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        const long Limit = 1L << 53;
        LedgerLine line = bench.Line("a", Limit, QuotaAmounts.Max);
        for (int i = 0; i < 32; i++) (await bench.ReserveAsync(bench.Claim(line))).IsHeld.Should().BeTrue();

        (await bench.ReserveAsync(bench.Claim(line with { Amount = 1 }))).IsHeld.Should().BeFalse();
        (await bench.ReserveAsync(bench.Claim(line with { Amount = 1, Limit = Limit + 1 }))).IsHeld.Should().BeTrue();
    }

    [Fact]
    public async Task Concurrency_counts_the_calls_that_are_open()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerLine line = bench.Line("a", limit: 2, amount: 1) with { Unit = QuotaUnit.ConcurrentCalls };
        LedgerClaim first = bench.Claim(line);
        await bench.ReserveAsync(first);
        await bench.ReserveAsync(bench.Claim(line));

        (await bench.ReserveAsync(bench.Claim(line))).IsHeld.Should().BeFalse();
        await bench.SettleAsync(first, 50);

        (await bench.ReserveAsync(bench.Claim(line))).IsHeld.Should().BeTrue();
    }

    [Fact]
    public async Task Many_callers_at_once_never_pass_the_limit_and_leave_less_than_the_smallest_refused()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        const long Limit = 2_000;
        long smallestRefused = long.MaxValue;
        long admitted = 0;

        await Parallel.ForAsync(0, 1_000, async (i, _) =>
        {
            long amount = 1 + (i * 7 % 13);
            LedgerClaim claim = bench.Claim(bench.Line("a", Limit, amount));
            if ((await bench.ReserveAsync(claim)).IsHeld)
            {
                Interlocked.Add(ref admitted, amount);
                await bench.SettleAsync(claim, amount);
                return;
            }

            lock (bench) smallestRefused = Math.Min(smallestRefused, amount);
        });

        admitted.Should().BeLessThanOrEqualTo(Limit).And.BeGreaterThan(Limit - smallestRefused);
        (await bench.Ledger.ReadAsync(bench.Line("a", Limit, 0), None)).Should().Be(new LedgerBalance(admitted, 0));
    }
}
