using TokenUsage.Aggregation;

namespace TokenUsage.Proofs.Live;

/// <summary>What a record costs the live totals and all buckets, and what reading them costs.</summary>
internal sealed class LiveCostProof : IProof
{
    private const int Batch = 500;
    private const int Rounds = 7;
    private const int Distinct = 8;
    private const double MostNanoseconds = 250;
    private const double MostMicroseconds = 5;

    public string Name => "live-cost";

    public string Usage => "--records 500000 --users 5000: ns a record into totals and buckets, us of a snapshot";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int users = arguments.Number("users", 5_000);
        int batchesARound = arguments.Number("records", 500_000) / Rounds / Batch;

        // Few, over and over: in a service the recorder has just made the records, and they are near the processor.
        List<UsageRecord[]> batches = Batches(Distinct, users);
        var totals = new LiveTotals();
        var usage = new LiveUsage(totals, new AggregationOptions(), TimeProvider.System);
        var perRecord = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan before = Environment.CpuUsage.TotalTime; // what else the machine does is not counted
            for (int i = 0; i < batchesARound; i++) usage.Observe(batches[i % Distinct]);
            perRecord.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / (batchesARound * Batch));
        }

        double record = perRecord.Order().ElementAt(Rounds / 2);
        double snapshot = Time(100_000, () => totals.Snapshot());
        double hour = Time(200, () => usage.Read(new LiveQuery { By = Dimension.User }));
        Console.WriteLine(
            $"totals and buckets: {record:F0} ns a record (at most {MostNanoseconds:F0}), median of {Rounds}");
        Console.WriteLine($"snapshot of the totals: {snapshot:F2} us (at most {MostMicroseconds:F0})");
        Console.WriteLine($"the last hour by user: {hour:F0} us");
        return Task.FromResult(record <= MostNanoseconds && snapshot <= MostMicroseconds ? 0 : 1);
    }

    private static double Time(int times, Func<object> action)
    {
        for (int i = 0; i < times / 10; i++) action();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < times; i++) action();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / times;
    }

    private static List<UsageRecord[]> Batches(int count, int users)
    {
        var random = new Random(1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Batch)
            .Select(_ => RecordOf(random, now.AddSeconds(-random.Next(90)), users)).ToArray())];
    }

    private static UsageRecord RecordOf(Random random, DateTimeOffset at, int users) => new()
    {
        Id = Guid.CreateVersion7(at),
        StartedAt = at,
        Duration = TimeSpan.FromMilliseconds(random.Next(300, 9_000)),
        TimeToFirstToken = TimeSpan.FromMilliseconds(random.Next(100, 300)),
        Provider = "openai",
        Operation = "chat",
        Endpoint = "/v1/chat/completions",
        Model = $"model-{random.Next(12)}",
        Tokens = new TokenCounts { Input = random.Next(10_000), Output = random.Next(2, 1_000) },
        Cost = new Cost { Status = CostStatus.Priced, Usd = random.Next(100_000) / 10_000_000m },
        Dimensions = new UsageDimensions { User = $"user-{random.Next(users)}", Feature = $"f-{random.Next(20)}" },
    };
}
