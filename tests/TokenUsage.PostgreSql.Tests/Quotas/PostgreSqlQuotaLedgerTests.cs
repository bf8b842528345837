using TokenUsage.Admission;
using TokenUsage.Conformance;

namespace TokenUsage.PostgreSql.Tests.Quotas;

public sealed class PostgreSqlQuotaLedgerTests(PostgresFixture postgres) : QuotaLedgerConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_of_many_accounts_in_any_order_do_not_deadlock()
    {
        await using PostgreSqlLedgerBench bench = await PostgreSqlLedgerBench.OpenAsync(postgres);
        string[] accounts = [.. Enumerable.Range(0, 16).Select(i => $"account {i}")];

        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var random = new Random(i);
            string[] shuffled = [.. accounts];
            random.Shuffle(shuffled);
            LedgerClaim claim = bench.Claim([.. shuffled[..8].Select(a => bench.Line(a, 1_000_000, 1))]);
            await UntilItAnswersAsync(async () => (await bench.ReserveAsync(claim)).IsHeld.Should().BeTrue());
            await UntilItAnswersAsync(async () => await bench.SettleAsync(claim, 1));
        });

        object? deadlocks = await bench.ExecuteAsync(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'");
        deadlocks.Should().Be(0L);
        object? sums = await bench.ExecuteAsync(
            "SELECT sum(used) = 3200 AND sum(held) = 0 FROM $schema$.quota_counter");
        sums.Should().Be(true);
    }

    [Fact]
    public async Task Resolved_calls_and_closed_counters_are_forgotten()
    {
        await using PostgreSqlLedgerBench bench = await PostgreSqlLedgerBench.OpenAsync(postgres);
        LedgerClaim claim = bench.Claim(
            bench.Line("a", 100, 10), bench.Line("s", 100, 10) with { Window = QuotaLedgerBench.SlidingMinute });
        await bench.ReserveAsync(claim);
        await bench.SettleAsync(claim, 10);

        bench.Advance(TimeSpan.FromDays(5));
        await bench.Ledger.SweepAsync(10, Token);

        (await bench.ExecuteAsync("SELECT count(*) FROM $schema$.quota_lease")).Should().Be(0L);
        (await bench.ExecuteAsync("SELECT count(*) FROM $schema$.quota_counter")).Should().Be(0L);
    }

    [Fact]
    public async Task Two_sweeps_at_once_expire_each_lease_once()
    {
        await using PostgreSqlLedgerBench bench = await PostgreSqlLedgerBench.OpenAsync(postgres);
        LedgerClaim[] claims = [.. Enumerable.Range(0, 60).Select(i => bench.Claim(bench.Line($"a{i % 5}", 1_000, 3)))];
        foreach (LedgerClaim claim in claims) await bench.ReserveAsync(claim, TimeSpan.FromSeconds(1));
        bench.Advance(TimeSpan.FromSeconds(2));

        IReadOnlyList<Guid>[] swept = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => bench.Ledger.SweepAsync(100, Token).AsTask()));

        swept.SelectMany(ids => ids).Should().BeEquivalentTo(claims.Select(c => c.Id)).And.OnlyHaveUniqueItems();
        (await bench.ExecuteAsync("SELECT sum(held) FROM $schema$.quota_counter")).Should().Be(0m);
    }

    [Fact]
    public async Task A_counter_that_somebody_holds_is_given_up_after_a_tenth_of_a_second()
    {
        await using PostgreSqlLedgerBench bench = await PostgreSqlLedgerBench.OpenAsync(postgres);
        LedgerLine line = bench.Line("a", 100, 10);
        await bench.ReserveAsync(bench.Claim(line));
        await using var connection = new Npgsql.NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync(Token);
        await using Npgsql.NpgsqlTransaction holding = await connection.BeginTransactionAsync(Token);
        await using var command = new Npgsql.NpgsqlCommand(
            $"UPDATE {bench.Schema}.quota_counter SET used = used", connection);
        await command.ExecuteNonQueryAsync(Token);

        Func<Task> act = async () => await bench.ReserveAsync(bench.Claim(line));

        (await act.Should().ThrowAsync<Npgsql.PostgresException>()).Which.SqlState.Should().Be("55P03");
    }

    protected override async ValueTask<QuotaLedgerBench> OpenAsync() => await PostgreSqlLedgerBench.OpenAsync(postgres);

    // A claim of eight busy counters may have to wait longer than the ledger lets it; the gate then follows its policy.
    private static async Task UntilItAnswersAsync(Func<Task> step)
    {
        while (true)
        {
            try
            {
                await step();
                return;
            }
            catch (Npgsql.PostgresException exception) when (exception.SqlState is "55P03" or "57014")
            {
                await Task.Yield();
            }
        }
    }
}
