using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>The sums of a batch under way, for each of the latest minutes apart.</summary>
/// <remarks>
/// A record is added here once and not to the totals and to its minute: almost all records of a batch belong to the same few
/// minutes, and adding up two cells at its end costs as much as a record or two.
/// </remarks>
internal sealed class BatchCells
{
    private const int Count = 4; // a power of two

    private readonly RollupCell[] _cells = [new(), new(), new(), new()];
    private readonly LiveBucket?[] _buckets = new LiveBucket?[Count];

    /// <summary>Finds the cell of a minute, which then holds only that minute's records.</summary>
    public RollupCell For(LiveBucket minute, LiveTotals totals)
    {
        int slot = (int)(minute.Slice & (Count - 1));
        if (_buckets[slot] != minute)
        {
            Flush(slot, totals);
            _buckets[slot] = minute;
        }

        return _cells[slot];
    }

    /// <summary>Adds what is here to the minutes and to the totals, and completes the minutes' counts by name.</summary>
    public void Flush(LiveTotals totals)
    {
        for (int i = 0; i < Count; i++) Flush(i, totals);
    }

    private void Flush(int slot, LiveTotals totals)
    {
        if (_buckets[slot] is not { } bucket) return;

        RollupCell cell = _cells[slot];
        bucket.EndRuns();
        bucket.Totals.Add(cell);
        totals.Add(cell);
        cell.Clear();
        _buckets[slot] = null;
    }
}
