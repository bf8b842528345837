using TokenUsage.Admission;
using TokenUsage.Redis.Scripts;

namespace TokenUsage.Redis.Tests;

public sealed class ScriptTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task A_server_that_has_forgotten_the_scripts_is_sent_them_again()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);
        await bench.Server.ScriptFlushAsync();

        (await bench.ReserveAsync(claim)).Status.Should().Be(ReserveStatus.Duplicate);
        await bench.Server.ScriptFlushAsync();

        (await bench.SettleAsync(claim, 45)).Should().Be(ResolveStatus.Settled);
    }

    [Fact]
    public async Task Scripts_that_are_forgotten_again_and_again_under_load_hold_nothing_twice()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerLine line = bench.Line("a", limit: 200, amount: 1);
        int held = 0;

        await Parallel.ForAsync(0, 400, async (i, _) =>
        {
            if (i % 20 == 0) await bench.Server.ScriptFlushAsync();
            if ((await bench.ReserveAsync(bench.Claim(line))).IsHeld) Interlocked.Increment(ref held);
        });

        held.Should().Be(200);
        (await bench.Ledger.ReadAsync(line, CancellationToken.None)).Should().Be(new LedgerBalance(0, 200));
    }

    [Fact]
    public async Task A_call_of_several_limits_costs_one_round_trip_to_reserve_and_one_to_settle()
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        LedgerLine[] lines = [bench.Line("a", 100, 1), bench.Line("b", 100, 1), bench.Line("c", 100, 1)];
        LedgerClaim known = bench.Claim(lines);
        await bench.ReserveAsync(known);
        await bench.SettleAsync(known, 1);
        long before = await CallsAsync(bench);

        LedgerClaim claim = bench.Claim(lines);
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 1);

        (await CallsAsync(bench) - before).Should().Be(2);
    }

    [Fact]
    public async Task The_servers_own_clock_counts()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, RedisServer.Missing);
        await using var ledger = new RedisQuotaLedger(
            new RedisQuotaOptions { Configuration = fixture.Configuration, KeyPrefix = "timed" },
            history: null,
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), // a client in the year 2000
            logger: null,
            LedgerScripts.Timed);
        var claim = new LedgerClaim();
        claim.Begin(Guid.CreateVersion7());
        claim.Add(new LedgerLine
        {
            Account = new QuotaAccount("a"),
            Window = new LedgerWindow { Shape = LedgerShape.Fixed },
            Unit = QuotaUnit.Tokens,
            Limit = 100,
        });
        long now = Micros.Now(TimeProvider.System);

        ReserveAnswer answer = await ledger.ReserveAsync(claim, TimeSpan.FromMinutes(1), CancellationToken.None);

        answer.NowMicros.Should().BeCloseTo(now, 60_000_000);
        claim.AdmittedAtMicros.Should().Be(answer.NowMicros);
    }

    private static async Task<long> CallsAsync(RedisLedgerBench bench)
    {
        IGrouping<string, KeyValuePair<string, string>>[] statistics = await bench.Server.InfoAsync("commandstats");
        string calls = statistics.SelectMany(group => group).Single(entry => entry.Key == "cmdstat_evalsha").Value;
        return long.Parse(calls.Split(',')[0].Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
