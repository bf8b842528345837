using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>What was stored since the process started.</summary>
internal sealed class LiveTotals : IUsageObserver
{
    private readonly Lock _lock = new();
    private readonly RollupCell _cell = new();

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        lock (_lock)
        {
            foreach (UsageRecord record in stored) _cell.Add(RecordLimits.Apply(record));
        }
    }

    public void Add(RollupCell batch)
    {
        lock (_lock) _cell.Add(batch);
    }

    public UsageTotals Snapshot()
    {
        lock (_lock) return _cell.ToTotals();
    }
}
