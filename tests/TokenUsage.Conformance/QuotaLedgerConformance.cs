using TokenUsage.Admission;

namespace TokenUsage.Conformance;

/// <summary>What every quota ledger must do. A ledger's tests inherit this and say how to make one.</summary>
public abstract class QuotaLedgerConformance
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Makes an empty ledger, and a way to move its clock.</summary>
    protected abstract ValueTask<QuotaLedgerBench> OpenAsync();

    [Fact]
    public async Task A_claim_that_fits_is_held_and_settles_at_what_was_used()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));

        (await bench.ReserveAsync(claim)).Status.Should().Be(ReserveStatus.Reserved);
        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(0, 60));
        (await bench.SettleAsync(claim, 45)).Should().Be(ResolveStatus.Settled);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(45, 0));
        claim.BalanceOf(0).Should().Be(new LedgerBalance(45, 0));
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public async Task A_claim_is_admitted_up_to_the_limit_and_not_one_above(long amount, bool isAdmitted)
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 60)));

        ReserveAnswer answer = await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: amount)));

        answer.IsHeld.Should().Be(isAdmitted);
    }

    [Fact]
    public async Task A_refusal_names_the_line_and_changes_nothing()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerLine roomy = bench.Line("roomy", limit: 100, amount: 10);
        LedgerLine full = bench.Line("full", limit: 5, amount: 10);
        LedgerClaim claim = bench.Claim(roomy, full);

        ReserveAnswer answer = await bench.ReserveAsync(claim);

        answer.Status.Should().Be(ReserveStatus.Refused);
        answer.Line.Should().Be(1);
        (await bench.Ledger.ReadAsync(roomy, None)).Should().Be(default(LedgerBalance));
        (await bench.Ledger.ReadAsync(full, None)).Should().Be(default(LedgerBalance));
    }

    [Fact]
    public async Task Asking_again_with_the_same_id_holds_nothing_twice()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);

        (await bench.ReserveAsync(claim)).Status.Should().Be(ReserveStatus.Duplicate);

        (await bench.ReadAsync(claim)).Held.Should().Be(60);
    }

    [Fact]
    public async Task Settling_twice_charges_once()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 50);

        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.AlreadyResolved);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(50, 0));
    }

    [Fact]
    public async Task Releasing_gives_everything_back_and_settling_afterwards_does_nothing()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);

        (await bench.Ledger.ReleaseAsync(claim, None)).Should().Be(ResolveStatus.Released);
        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.AlreadyResolved);

        (await bench.ReadAsync(claim)).Should().Be(default(LedgerBalance));
    }

    [Fact]
    public async Task Releasing_after_settling_does_nothing()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 50);

        (await bench.Ledger.ReleaseAsync(claim, None)).Should().Be(ResolveStatus.AlreadyResolved);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(50, 0));
    }

    [Fact]
    public async Task Settling_above_what_was_held_and_above_the_limit_is_accepted()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);

        (await bench.SettleAsync(claim, 130)).Should().Be(ResolveStatus.Settled);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(130, 0));
        (await bench.ReserveAsync(bench.Claim(bench.Line("a", limit: 100, amount: 1)))).IsHeld.Should().BeFalse();
    }

    [Fact]
    public async Task A_lease_that_nobody_renews_expires_once_and_settles_late()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim, Lease);
        bench.Advance(Lease);

        (await bench.Ledger.SweepAsync(10, None)).Should().Equal(claim.Id);
        (await bench.Ledger.SweepAsync(10, None)).Should().BeEmpty();
        (await bench.ReadAsync(claim)).Should().Be(default(LedgerBalance));

        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.LateSettled);
        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.AlreadyResolved);
        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(50, 0));
    }

    [Fact]
    public async Task A_lease_that_is_renewed_outlives_its_first_term()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim, Lease);

        for (int i = 0; i < 18; i++)
        {
            bench.Advance(Lease / 2);
            (await bench.Ledger.RenewAsync([claim.Id], Lease, None)).Should().Be(1);
            (await bench.Ledger.SweepAsync(10, None)).Should().BeEmpty();
        }

        (await bench.ReadAsync(claim)).Held.Should().Be(60);
    }

    [Fact]
    public async Task A_settlement_that_overtakes_its_reservation_is_charged_once()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));

        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.LateSettled);
        (await bench.ReserveAsync(claim)).Status.Should().Be(ReserveStatus.AlreadyResolved);

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(50, 0));
    }

    [Fact]
    public async Task A_release_that_overtakes_its_reservation_prevents_it()
    {
        await using QuotaLedgerBench bench = await OpenAsync();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));

        await bench.Ledger.ReleaseAsync(claim, None);
        (await bench.ReserveAsync(claim)).Status.Should().Be(ReserveStatus.AlreadyResolved);

        (await bench.ReadAsync(claim)).Should().Be(default(LedgerBalance));
    }

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
