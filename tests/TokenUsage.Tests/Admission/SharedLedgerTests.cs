using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;

namespace TokenUsage.Tests.Admission;

public sealed class SharedLedgerTests
{
    private static readonly QuotaDefinition ForEver = new()
    {
        Name = "for-ever",
        Unit = QuotaUnit.Tokens,
        Limit = 100,
        Per = [Dimension.User],
        Window = QuotaWindow.Lifetime,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LedgerFailure.Refuse, false)]
    [InlineData(LedgerFailure.Admit, true)]
    public async Task A_ledger_that_fails_is_handled_as_the_options_say(LedgerFailure policy, bool isAdmitted)
    {
        var ledger = new UnreliableLedger(new FakeTimeProvider()) { IsDown = true };
        await using var bench = new GateBench(options => options.OnLedgerFailure = policy, ledger, ForEver);

        (await bench.IsAdmittedAsync(GateBench.Call())).Should().Be(isAdmitted);
        bench.Gate.Counters.LedgerFailures.Should().BePositive();
    }

    [Fact]
    public async Task A_quota_that_does_not_enforce_refuses_nothing_when_the_ledger_fails()
    {
        var ledger = new UnreliableLedger(new FakeTimeProvider()) { IsDown = true };
        await using var bench = new GateBench(null, ledger, ForEver with { Mode = QuotaMode.AlertOnly });

        (await bench.IsAdmittedAsync(GateBench.Call())).Should().BeTrue();
    }

    [Fact]
    public async Task A_settlement_that_the_ledger_could_not_take_is_repeated_until_it_does()
    {
        var ledger = new UnreliableLedger(new FakeTimeProvider());
        await using var bench = new GateBench(null, ledger, ForEver);
        QuotaReservation reservation = await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        ledger.IsDown = true;
        var used = new TokenCounts { Input = 30, Output = 5 };
        await reservation.SettleAsync(used, Cost.Unpriced, CallOutcome.Success, Cancel);
        (await bench.StatusAsync()).Held.Should().Be(70);
        ledger.IsDown = false;
        await PassAsync(bench, ledger, seconds: 1);

        (await bench.StatusAsync()).Should().Match<QuotaStatus>(status => status.Used == 35 && status.Held == 0);
    }

    [Fact]
    public async Task A_call_of_three_hours_keeps_its_hold_through_leases_of_ten_minutes()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var ledger = new UnreliableLedger(time);
        await using var bench = new GateBench(null, ledger, ForEver);
        await bench.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);

        for (int minute = 0; minute < 180; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await PassAsync(bench, ledger, seconds: 60);
        }

        (await bench.StatusAsync()).Held.Should().Be(70);
        bench.Gate.Counters.Expired.Should().Be(0);
        ledger.Renewals.Should().BeInRange(40, 60);
    }

    [Fact]
    public async Task What_a_dead_process_held_is_free_one_lease_and_one_sweep_later()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var ledger = new UnreliableLedger(time);
        await using (var dead = new GateBench(null, ledger, ForEver))
        {
            await dead.Quotas.ReserveAsync(GateBench.Call(30, 40), Cancel);
        }

        await using var alive = new GateBench(null, ledger, ForEver);
        time.Advance(TimeSpan.FromMinutes(10));
        await PassAsync(alive, ledger, seconds: 1);

        (await alive.StatusAsync()).Held.Should().Be(0);
        alive.Gate.Counters.Expired.Should().Be(1);
    }

    /// <summary>Moves the gate's clock, and waits for its upkeep to have run once more.</summary>
    private static async Task PassAsync(GateBench bench, UnreliableLedger ledger, int seconds)
    {
        int before = ledger.Sweeps;
        bench.Time.Advance(TimeSpan.FromSeconds(seconds));
        while (ledger.Sweeps == before)
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
