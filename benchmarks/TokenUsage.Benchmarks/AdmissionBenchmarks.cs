using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;

namespace TokenUsage.Benchmarks;

/// <summary>
/// Reserving and settling three quotas of 5,000 users, beside three chained token buckets of the framework.
/// </summary>
/// <remarks>
/// The framework's limiters only take; they have no second step. The last two rows do the same work on two threads at
/// once: less time an operation than one thread's means that they scale.
/// </remarks>
[MemoryDiagnoser]
public class AdmissionBenchmarks
{
    private const int Users = 5_000;
    private const int Calls = 20_000;

    private readonly AdmissionWork _first = new(1);
    private readonly AdmissionWork _second = new(2);
    private readonly string[] _users = [.. Enumerable.Range(0, Users).Select(i => $"user-{i}")];
    private PartitionedRateLimiter<string> _chained = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _chained = PartitionedRateLimiter.CreateChained(Buckets(), Buckets(), Buckets());
        var ledger = new SharedLedger(_users);
        _first.Use(ledger);
        _second.Use(ledger);
        ChainedTokenBuckets();
        Ledger();
        Gate();
    }

    [GlobalCleanup]
    public void CleanUp() => _chained.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public int ChainedTokenBuckets()
    {
        int admitted = 0;
        for (int i = 0; i < Calls; i++)
        {
            using RateLimitLease lease = _chained.AttemptAcquire(_users[i * 7 % Users], 10);
            if (lease.IsAcquired) admitted++;
        }

        return admitted;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int Ledger() => _first.RunLedger(Calls);

    [Benchmark(OperationsPerInvoke = Calls)]
    public int Gate() => _first.RunGate(Calls);

    [Benchmark(OperationsPerInvoke = 2 * Calls)]
    public void LedgerOnTwoThreads() =>
        Parallel.Invoke(() => _first.RunLedger(Calls), () => _second.RunLedger(Calls));

    [Benchmark(OperationsPerInvoke = 2 * Calls)]
    public void GateOnTwoThreads() => Parallel.Invoke(() => _first.RunGate(Calls), () => _second.RunGate(Calls));

    private static PartitionedRateLimiter<string> Buckets() => PartitionedRateLimiter.Create<string, string>(
        user => RateLimitPartition.GetTokenBucketLimiter(user, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1_000_000_000,
            TokensPerPeriod = 1_000_000,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
}
