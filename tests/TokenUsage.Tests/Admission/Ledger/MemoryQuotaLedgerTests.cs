using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Conformance;

namespace TokenUsage.Tests.Admission.Ledger;

public sealed class MemoryQuotaLedgerTests : QuotaLedgerConformance
{
    protected override ValueTask<QuotaLedgerBench> OpenAsync() => new(new MemoryLedgerBench());

    [Fact]
    public async Task Counters_of_closed_windows_leave()
    {
        await using var bench = new MemoryLedgerBench();
        for (int i = 0; i < 100; i++)
        {
            LedgerClaim claim = bench.Claim(bench.Line($"user {i}", limit: 100, amount: 1));
            await bench.ReserveAsync(claim);
            await bench.SettleAsync(claim, 1);
        }

        bench.Advance(TimeSpan.FromDays(4));
        await bench.Ledger.SweepAsync(10, TestContext.Current.CancellationToken);

        bench.Memory.CounterCount.Should().Be(0);
    }

    [Fact]
    public async Task A_counter_with_an_open_lease_stays_however_old_its_window()
    {
        await using var bench = new MemoryLedgerBench();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);

        bench.Advance(TimeSpan.FromDays(9));
        await bench.Ledger.SweepAsync(10, TestContext.Current.CancellationToken);

        (await bench.ReadAsync(claim)).Held.Should().Be(60);
    }

    [Fact]
    public async Task A_full_ledger_says_so_and_goes_on_with_the_accounts_it_has()
    {
        await using var bench = new MemoryLedgerBench(new MemoryLedgerLimits(Accounts: 64));
        List<ReserveStatus> answers = [];
        for (int i = 0; i < 1_000; i++)
        {
            answers.Add((await bench.ReserveAsync(bench.Claim(bench.Line($"user {i}", 100, 1)))).Status);
        }

        answers.Should().Contain(ReserveStatus.Full);
        bench.Memory.CounterCount.Should().BeLessThanOrEqualTo(64);
        (await bench.ReserveAsync(bench.Claim(bench.Line("user 0", 100, 1)))).IsHeld.Should().BeTrue();
    }

    [Fact]
    public async Task Ids_that_were_resolved_long_ago_are_forgotten_so_that_memory_stays_bounded()
    {
        await using var bench = new MemoryLedgerBench(new MemoryLedgerLimits(Leases: 64 * 8, Remembered: 64 * 4));
        for (int i = 0; i < 10_000; i++)
        {
            LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100_000, amount: 1));
            (await bench.ReserveAsync(claim)).IsHeld.Should().BeTrue();
            await bench.SettleAsync(claim, 1);
        }
    }

    [Fact]
    public void Reserving_and_settling_allocates_nothing()
    {
        var bench = new MemoryLedgerBench();
        LedgerClaim claim = bench.Claim();
        LedgerLine[] lines =
        [
            bench.Line("day", 1_000_000, 10),
            bench.Line("minute", 1_000_000, 10) with { Window = QuotaLedgerBench.SlidingMinute },
            bench.Line("bucket", 1_000_000, 10) with { Window = QuotaLedgerBench.BucketMinute },
        ];
        var ids = new Guid[40_000];
        for (int i = 0; i < ids.Length; i++) ids[i] = Guid.CreateVersion7();
        CallMany(bench, claim, lines, ids.AsSpan(0, 30_000));

        long before = GC.GetAllocatedBytesForCurrentThread();
        CallMany(bench, claim, lines, ids.AsSpan(30_000));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static void CallMany(
        MemoryLedgerBench bench, LedgerClaim claim, LedgerLine[] lines, ReadOnlySpan<Guid> ids)
    {
        long now = bench.NowMicros;
        foreach (Guid id in ids)
        {
            claim.Begin(id);
            foreach (ref readonly LedgerLine line in lines.AsSpan()) claim.Add(line);
            if (!bench.Memory.Reserve(claim, now, long.MaxValue).IsHeld) continue;
            bench.Memory.Settle(claim, new QuotaAmounts { OutputTokens = 3 }, now);
        }
    }
}
