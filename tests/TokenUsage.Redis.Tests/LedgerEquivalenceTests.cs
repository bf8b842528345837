using TokenUsage.Admission;
using TokenUsage.Admission.Ledger;
using TokenUsage.Conformance;

namespace TokenUsage.Redis.Tests;

/// <summary>Two ledgers, one history: the scripts must say what the ledger in memory says, answer for answer.</summary>
public sealed class LedgerEquivalenceTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    private const int Steps = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_scripts_answer_as_the_ledger_in_memory_does(int seed)
    {
        await using RedisLedgerBench bench = await RedisLedgerBench.OpenAsync(fixture);
        var memory = new MemoryQuotaLedger(bench.Time);
        var random = new Random(seed);
        List<(LedgerClaim Redis, LedgerClaim Memory)> claims = [];
        for (int i = 0; i < Steps; i++)
        {
            bench.Advance(TimeSpan.FromMicroseconds(random.NextInt64(1, random.Next(4) == 0 ? 40_000_000 : 400_000)));
            int choice = claims.Count == 0 ? 0 : random.Next(10);
            if (choice < 4)
            {
                LedgerLine[] lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(n => LineOf(bench, random, n))];
                (LedgerClaim Redis, LedgerClaim Memory) pair = (bench.Claim(lines), new LedgerClaim());
                pair.Memory.Begin(pair.Redis.Id);
                foreach (LedgerLine line in lines) pair.Memory.Add(line);
                claims.Add(pair);
                await CompareReservationAsync(bench, memory, pair, $"seed {seed}, step {i}");
                continue;
            }

            (LedgerClaim redis, LedgerClaim inMemory) = claims[random.Next(claims.Count)];
            string step = $"seed {seed}, step {i}, choice {choice}";
            if (choice == 9) await CompareSweepAsync(bench, memory, step);
            else if (choice == 8) await CompareReservationAsync(bench, memory, (redis, inMemory), step);
            else await CompareResolutionAsync(bench, memory, redis, inMemory, choice < 7, random.Next(0, 90), step);
        }
    }

    private static LedgerLine LineOf(RedisLedgerBench bench, Random random, int account)
    {
        LedgerLine line = bench.Line($"account {account}", random.Next(40, 200), random.Next(0, 60));
        line = line with { Burst = line.Limit, Enforced = random.Next(5) > 0 };
        return random.Next(4) switch
        {
            0 => line with { Account = new QuotaAccount($"s{account}"), Window = QuotaLedgerBench.SlidingMinute },
            1 => line with
            {
                Account = new QuotaAccount($"b{account}"),
                Window = QuotaLedgerBench.BucketMinute,
                Limit = 97 + (31 * account), // one rate for an account: a changed one is rounded to the microsecond
                Burst = random.Next(30, 150),
            },
            2 => line with { Account = new QuotaAccount($"c{account}"), Unit = QuotaUnit.ConcurrentCalls, Amount = 1 },
            _ => line,
        };
    }

    private static async Task CompareReservationAsync(
        RedisLedgerBench bench, MemoryQuotaLedger memory, (LedgerClaim Redis, LedgerClaim Memory) claim, string step)
    {
        var lease = TimeSpan.FromSeconds(45);
        ReserveAnswer said = await bench.ReserveAsync(claim.Redis, lease);
        ReserveAnswer expected = await memory.ReserveAsync(claim.Memory, lease, CancellationToken.None);

        said.Should().Be(expected, step);
        if (said.Status is not (ReserveStatus.Reserved or ReserveStatus.Refused)) return;

        for (int i = 0; i < claim.Memory.Count; i++)
        {
            claim.Redis.BalanceOf(i).Should().Be(claim.Memory.BalanceOf(i), $"{step}, line {i}");
        }
    }

    private static async Task CompareResolutionAsync(
        RedisLedgerBench bench,
        MemoryQuotaLedger memory,
        LedgerClaim redis,
        LedgerClaim inMemory,
        bool isSettled,
        long tokens,
        string step)
    {
        var actual = new QuotaAmounts { OutputTokens = tokens };
        ResolveStatus said = isSettled
            ? await bench.Ledger.SettleAsync(redis, actual, CancellationToken.None)
            : await bench.Ledger.ReleaseAsync(redis, CancellationToken.None);
        ResolveStatus expected = isSettled
            ? await memory.SettleAsync(inMemory, actual, CancellationToken.None)
            : await memory.ReleaseAsync(inMemory, CancellationToken.None);

        said.Should().Be(expected, step);
        foreach (LedgerLine line in inMemory.Lines.ToArray())
        {
            LedgerBalance balance = await bench.Ledger.ReadAsync(line, CancellationToken.None);
            balance.Should().Be(await memory.ReadAsync(line, CancellationToken.None), step);
        }
    }

    private static async Task CompareSweepAsync(RedisLedgerBench bench, MemoryQuotaLedger memory, string step)
    {
        IReadOnlyList<Guid> said = await bench.Ledger.SweepAsync(1_000, CancellationToken.None);

        said.Should().BeEquivalentTo(await memory.SweepAsync(1_000, CancellationToken.None), step);
    }
}
