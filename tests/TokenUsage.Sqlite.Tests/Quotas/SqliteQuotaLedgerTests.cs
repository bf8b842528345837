using Microsoft.Extensions.Time.Testing;
using TokenUsage.Admission;
using TokenUsage.Conformance;
using TokenUsage.Sqlite.Quotas;

namespace TokenUsage.Sqlite.Tests.Quotas;

public sealed class SqliteQuotaLedgerTests : QuotaLedgerConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected override ValueTask<QuotaLedgerBench> OpenAsync() => ValueTask.FromResult<QuotaLedgerBench>(new Bench());

    [Fact]
    public async Task What_was_used_and_held_is_there_after_the_ledger_was_closed_and_opened()
    {
        await using var bench = new Bench();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);
        await bench.ReopenAsync();

        (await bench.ReadAsync(claim)).Should().Be(new LedgerBalance(0, 60));
        (await bench.SettleAsync(claim, 50)).Should().Be(ResolveStatus.Settled);
    }

    [Fact]
    public async Task What_a_killed_process_held_is_free_again_after_its_lease_and_one_sweep_of_another()
    {
        await using var bench = new Bench();
        await using SqliteQuotaLedger other = bench.OpenAnother();
        LedgerLine line = bench.Line("a", limit: 500, amount: 1);
        for (int i = 0; i < 500; i++) await bench.ReserveAsync(bench.Claim(line), TimeSpan.FromSeconds(10));

        bench.Advance(TimeSpan.FromSeconds(10));
        IReadOnlyList<Guid> expired = await other.SweepAsync(1_000, None);

        expired.Should().HaveCount(500);
        (await other.ReadAsync(line, None)).Should().Be(default(LedgerBalance));
    }

    [Fact]
    public async Task Two_processes_draw_on_one_limit()
    {
        await using var bench = new Bench();
        await using SqliteQuotaLedger other = bench.OpenAnother();
        LedgerLine line = bench.Line("a", limit: 300, amount: 1);

        int admitted = 0;
        await Parallel.ForAsync(0, 1_000, async (i, _) =>
        {
            IQuotaLedger ledger = i % 2 == 0 ? bench.Ledger : other;
            ReserveAnswer answer = await ledger.ReserveAsync(bench.Claim(line), TimeSpan.FromMinutes(1), None);
            if (answer.IsHeld) Interlocked.Increment(ref admitted);
        });

        admitted.Should().Be(300);
    }

    [Fact]
    public async Task A_counter_that_nobody_needs_any_more_leaves_the_file()
    {
        await using var bench = new Bench();
        LedgerClaim claim = bench.Claim(bench.Line("a", limit: 100, amount: 60));
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 50);

        bench.Advance(TimeSpan.FromDays(4));
        await bench.Ledger.SweepAsync(10, None);

        (await bench.ReadAsync(claim)).Should().Be(default(LedgerBalance));
    }

    private sealed class Bench : QuotaLedgerBench
    {
        private readonly DatabaseFolder _folder = new();
        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        private SqliteQuotaLedger _ledger;

        public Bench() => _ledger = OpenAnother();

        public override IQuotaLedger Ledger => _ledger;

        public override long NowMicros => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

        public SqliteQuotaLedger OpenAnother() => new(new QuotaFile(_folder.Options), _time);

        public async Task ReopenAsync()
        {
            await _ledger.DisposeAsync();
            _ledger = OpenAnother();
        }

        public override void Advance(TimeSpan time) => _time.Advance(time);

        public override async ValueTask DisposeAsync()
        {
            await _ledger.DisposeAsync();
            _folder.Dispose();
        }
    }
}
