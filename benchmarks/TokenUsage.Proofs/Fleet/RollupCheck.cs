using TokenUsage.Storage;

namespace TokenUsage.Proofs.Fleet;

/// <summary>The sums of one cube by key, worked out from the records alone.</summary>
internal sealed class RollupCheck
{
    private readonly Dictionary<string, RollupCell> _expected = new(StringComparer.Ordinal);
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public void Add(UsageCube cube, UsageRecord record)
    {
        if (record.StartedAt < _first) _first = record.StartedAt;
        if (record.StartedAt > _last) _last = record.StartedAt;
        CellOf(_expected, cube.KeyOf(record)).Add(record);
    }

    /// <summary>Reads the store's sums.</summary>
    /// <returns>How many keys have another sum there.</returns>
    public async Task<int> CompareAsync(IUsageStore store, UsageCube cube, RollupGrain grain)
    {
        var found = new Dictionary<string, RollupCell>(StringComparer.Ordinal);
        var read = new RollupRead
        {
            Cube = cube,
            From = RollupGrid.Floor(_first, RollupGrain.Day),
            To = RollupGrid.Ceiling(_last.AddTicks(1), RollupGrain.Day),
            Grain = grain,
        };
        await foreach (RollupRow row in store.ReadRollupsAsync(read, CancellationToken.None))
        {
            CellOf(found, row.Key).Add(row.Cell);
        }

        return _expected.Keys.Union(found.Keys).Count(key => !AreEqual(
            _expected.GetValueOrDefault(key), found.GetValueOrDefault(key)));
    }

    private static bool AreEqual(RollupCell? left, RollupCell? right)
    {
        if (left is null || right is null) return false;
        (UsageTotals a, UsageTotals b) = (left.ToTotals(), right.ToTotals());
        return a.Attempts == b.Attempts && a.Calls == b.Calls && a.Tokens == b.Tokens && a.PricedUsd == b.PricedUsd
            && a.Latency == b.Latency;
    }

    private static RollupCell CellOf(Dictionary<string, RollupCell> cells, IReadOnlyList<string?> key)
    {
        string name = string.Join('|', key.Select(k => k ?? "(none)"));
        if (!cells.TryGetValue(name, out RollupCell? cell)) cells.Add(name, cell = new RollupCell());
        return cell;
    }
}
