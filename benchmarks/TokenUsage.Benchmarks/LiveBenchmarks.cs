using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using TokenUsage.Aggregation;
using TokenUsage.Live;

namespace TokenUsage.Benchmarks;

/// <summary>
/// To reach: 250 ns a record into the totals and all buckets, 5 us for a snapshot of the totals. The last row is one event
/// told to 1,000 subscribers.
/// </summary>
[MemoryDiagnoser]
public class LiveBenchmarks
{
    private const int Batch = 500;
    private const int Subscribers = 1_000;

    private readonly LiveTotals _totals = new();
    private readonly UsageFeed _feed = new(TimeProvider.System, NullLogger<UsageFeed>.Instance);
    private readonly List<IFeedSubscription> _subscriptions = [];
    private readonly FeedEvent _event = new() { Kind = FeedEventKind.Custom, Name = "tick" };
    private LiveUsage _usage = null!;
    private UsageRecord[] _batch = [];

    [GlobalSetup]
    public void Setup()
    {
        _usage = new LiveUsage(_totals, new AggregationOptions(), TimeProvider.System);
        var random = new Random(1);
        _batch = [.. Enumerable.Range(0, Batch).Select(_ => RecordOf(random))];
        for (int i = 0; i < Subscribers; i++)
            _subscriptions.Add(_feed.Subscribe(new FeedOptions(), (_, _) => ValueTask.CompletedTask));
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        foreach (IFeedSubscription subscription in _subscriptions) await subscription.DisposeAsync();
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void RecordIntoTotalsAndBuckets() => _usage.Observe(_batch);

    [Benchmark]
    public UsageTotals SnapshotOfTotals() => _totals.Snapshot();

    [Benchmark]
    public LiveReading LastHourByUser() => _usage.Read(new LiveQuery { By = Dimension.User });

    [Benchmark]
    public void EventTo1000Subscribers() => _feed.Publish(_event);

    private static UsageRecord RecordOf(Random random)
    {
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        return new UsageRecord
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
            Dimensions = new UsageDimensions { User = $"user-{random.Next(5_000)}", Feature = $"f-{random.Next(20)}" },
        };
    }
}
