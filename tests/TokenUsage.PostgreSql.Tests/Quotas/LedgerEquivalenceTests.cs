using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Conformance;

namespace TokenUsage.PostgreSql.Tests.Quotas;

/// <summary>The same random history for both: the functions in the database must say what the ledger in memory says.</summary>
public sealed class LedgerEquivalenceTests(PostgresFixture postgres)
{
    private const int Steps = 150;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public async Task Every_answer_and_every_balance_is_the_one_of_the_ledger_in_memory(int seed)
    {
        await using PostgreSqlLedgerBench bench = await PostgreSqlLedgerBench.OpenAsync(postgres);
        var memory = new MemoryQuotaLedger(bench.Time);
        var random = new Random(seed);
        var history = new List<(LedgerClaim Shared, LedgerClaim Local)>();
        for (int step = 0; step < Steps; step++)
        {
            bench.Advance(TimeSpan.FromMicroseconds(random.NextInt64(1, random.Next(4) == 0 ? 40_000_000 : 400_000)));
            string place = $"seed {seed}, step {step}";
            int choice = history.Count == 0 ? 0 : random.Next(10);
            (LedgerClaim Shared, LedgerClaim Local) claims = choice < 4
                ? Begin(bench, random) : history[random.Next(history.Count)];
            if (choice < 4) history.Add(claims);
            switch (choice)
            {
                case < 5:
                    await ReserveAsync(bench, memory, claims, place);
                    break;
                case 9:
                    (await bench.Ledger.SweepAsync(1_000, Token)).Should()
                        .BeEquivalentTo(await memory.SweepAsync(1_000, Token), place);
                    break;
                default:
                    await ResolveAsync(bench, memory, claims, choice < 8 ? random.Next(90) : null, place);
                    break;
            }

            await CompareAsync(bench, memory, claims, place);
        }
    }

    private static (LedgerClaim Shared, LedgerClaim Local) Begin(PostgreSqlLedgerBench bench, Random random)
    {
        LedgerLine[] lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => LineOf(bench, random, n))];
        LedgerClaim shared = bench.Claim(lines);
        var local = new LedgerClaim();
        local.Begin(shared.Id);
        foreach (LedgerLine line in lines) local.Add(line);
        return (shared, local);
    }

    private static LedgerLine LineOf(PostgreSqlLedgerBench bench, Random random, int number)
    {
        LedgerLine line = bench.Line($"fixed {number}", random.Next(40, 200), random.Next(60)) with
        {
            Burst = random.Next(30, 150),
            Enforced = random.Next(5) > 0,
        };
        return random.Next(4) switch
        {
            0 => line with { Account = new QuotaAccount($"sliding {number}"), Window = QuotaLedgerBench.SlidingMinute },
            1 => line with
            {
                Account = new QuotaAccount($"bucket {number}"),
                Window = QuotaLedgerBench.BucketMinute,
                Limit = 70 + (29 * number), // one for an account: a refusal by another rate leaves it in memory only
            },
            2 => line with
            {
                Account = new QuotaAccount($"open {number}"),
                Unit = QuotaUnit.ConcurrentCalls,
                Amount = 1,
            },
            _ => line,
        };
    }

    private static async Task ReserveAsync(
        PostgreSqlLedgerBench bench,
        MemoryQuotaLedger memory,
        (LedgerClaim Shared, LedgerClaim Local) claims,
        string place)
    {
        var lease = TimeSpan.FromSeconds(45);
        ReserveAnswer expected = await memory.ReserveAsync(claims.Local, lease, Token);

        (await bench.ReserveAsync(claims.Shared, lease)).Should().Be(expected, place);

        for (int i = 0; i < claims.Local.Count; i++)
        {
            claims.Shared.BalanceOf(i).Should().Be(claims.Local.BalanceOf(i), place);
        }
    }

    private static async Task ResolveAsync(
        PostgreSqlLedgerBench bench,
        MemoryQuotaLedger memory,
        (LedgerClaim Shared, LedgerClaim Local) claims,
        long? tokens,
        string place)
    {
        var actual = new QuotaAmounts { OutputTokens = tokens ?? 0, Requests = 1 };
        ResolveStatus expected = tokens is null
            ? await memory.ReleaseAsync(claims.Local, Token)
            : await memory.SettleAsync(claims.Local, actual, Token);
        ResolveStatus said = tokens is null
            ? await bench.Ledger.ReleaseAsync(claims.Shared, Token)
            : await bench.Ledger.SettleAsync(claims.Shared, actual, Token);

        said.Should().Be(expected, place);
    }

    private static async Task CompareAsync(
        PostgreSqlLedgerBench bench,
        MemoryQuotaLedger memory,
        (LedgerClaim Shared, LedgerClaim Local) claims,
        string place)
    {
        for (int i = 0; i < claims.Local.Count; i++)
        {
            LedgerBalance expected = await memory.ReadAsync(claims.Local.Lines[i], Token);
            (await bench.Ledger.ReadAsync(claims.Shared.Lines[i], Token)).Should().Be(expected, place);
        }
    }
}
