using System.Globalization;
using TokenUsage.Aggregation;

namespace TokenUsage.Proofs.Live;

/// <summary>Every record names values nobody has seen before, in five dimensions and over five weeks.</summary>
internal sealed class CardinalityProof : IProof
{
    private const long MostBytes = 64L << 20;
    private const int Batch = 500;

    private static readonly Dimension[] Dimensions =
        [Dimension.User, Dimension.Session, Dimension.Agent, Dimension.Feature, Dimension.Project];

    public string Name => "cardinality";

    public string Usage => "memory of the live buckets for --values 1000000 in each of five dimensions";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int values = arguments.Number("values", 1_000_000);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var totals = new LiveTotals();
        var usage = new LiveUsage(totals, new AggregationOptions { Dimensions = Dimensions }, TimeProvider.System);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        var batch = new List<UsageRecord>(Batch);
        for (int i = 0; i < values; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Add(RecordOf(i, now - (TimeSpan.FromDays(33) * ((double)i / values))));
            if (batch.Count < Batch && i + 1 < values) continue;
            usage.Observe(batch);
            batch.Clear();
        }

        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        LiveStatistics statistics = usage.Statistics;
        Console.WriteLine(
            $"{values:N0} values in each of {Dimensions.Length} dimensions: {bytes / 1048576.0:F1} MiB "
            + $"(at most {MostBytes >> 20}), {statistics.Cells:N0} of {statistics.MaxCells:N0} cells, "
            + $"{statistics.Overflowed:N0} values counted as other");
        bool isExact = IsExact(totals.Snapshot(), usage, values);
        return Task.FromResult(isExact && bytes <= MostBytes ? 0 : 1);
    }

    private static bool IsExact(UsageTotals sinceStart, LiveUsage usage, long values)
    {
        decimal usd = values * 0.001m;
        bool isExact = sinceStart.Attempts == values && sinceStart.PricedUsd == usd;
        foreach (Dimension dimension in Dimensions)
        {
            LiveReading reading = usage.Read(new LiveQuery
            {
                Window = LiveWindow.Sliding(TimeSpan.FromDays(34)),
                By = dimension,
                Top = 100_000,
            });
            LiveCount sum = reading.Groups.Aggregate(default(LiveCount), (all, group) => all + group.Count);
            bool holds = sum.Attempts == values && sum.PricedUsd == usd && reading.Totals.Attempts == values;
            isExact &= holds;
            Console.WriteLine(
                $"  {dimension.Name,-8} {reading.Groups.Count - 1,7:N0} by name; groups {sum.Attempts:N0} records and "
                + $"${sum.PricedUsd:F3}: {(holds ? "exact" : "WRONG")}; about {reading.Totals.ActiveUsers:N0} users");
        }

        return isExact;
    }

    private static UsageRecord RecordOf(int number, DateTimeOffset at)
    {
        string value = number.ToString(CultureInfo.InvariantCulture);
        return new UsageRecord
        {
            Id = Guid.CreateVersion7(at),
            StartedAt = at,
            Duration = TimeSpan.FromMilliseconds(500 + (number % 1000)),
            Provider = "openai",
            Operation = "chat",
            Model = "gpt-4o",
            Tokens = new TokenCounts { Input = 100, Output = 20 },
            Cost = new Cost { Status = CostStatus.Priced, Usd = 0.001m },
            Dimensions = new UsageDimensions
            {
                User = "user-" + value,
                Session = "session-" + value,
                Agent = "agent-" + value,
                Feature = "feature-" + value,
                Project = "project-" + value,
            },
        };
    }
}
