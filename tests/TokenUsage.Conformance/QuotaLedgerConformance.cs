using TokenUsage.Admission;

namespace TokenUsage.Conformance;

/// <summary>What every quota ledger must do. A ledger's tests inherit this and say how to make one.</summary>
public abstract partial class QuotaLedgerConformance
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
}
