using System.Collections.Immutable;

namespace TokenUsage.Storage;

/// <summary>
/// One batch, of records or of corrections, on its way into the in-memory store: the next state, made beside the present one.
/// </summary>
internal sealed class InMemoryChange(InMemoryState before, IReadOnlyList<UsageCube> all)
{
    private readonly InMemoryState _before = before;
    private readonly List<Guid> _inserted = [];
    private readonly List<Guid> _conflicting = [];
    private readonly List<Guid> _corrected = [];
    private readonly List<Guid> _tooOld = [];
    private readonly Dictionary<(int Cube, long Slice, CellKey Key), RollupCell> _cells = [];
    private readonly ImmutableSortedSet<UsageRecord>.Builder _records = before.Records.ToBuilder();
    private readonly ImmutableDictionary<Guid, long>.Builder _digests = before.Digests.ToBuilder();

    public AppendResult Result => new()
    {
        Inserted = _inserted,
        Conflicting = _conflicting,
        TooOld = _tooOld,
    };

    public IReadOnlyList<Guid> Corrected => _corrected;

    public void Add(UsageRecord record)
    {
        if (record.StartedAt < _before.RetainedFrom)
        {
            _tooOld.Add(record.Id);
            return;
        }

        long digest = RecordDigest.Of(record);
        if (_digests.TryGetValue(record.Id, out long known))
        {
            if (known != digest && known != InMemoryUsageStore.NoDigest) _conflicting.Add(record.Id);
            return;
        }

        _digests.Add(record.Id, digest);
        _records.Add(record);
        _inserted.Add(record.Id);

        var sample = new RollupSample(record);
        long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
        for (int i = 0; i < all.Count; i++)
        {
            CellAt(i, slice, new CellKey(all[i].KeyOf(record))).Add(sample);
        }
    }

    /// <summary>Gives a record another cost. Its digest stays that of the record as it was offered.</summary>
    /// <returns><see langword="false"/> when the record is gone, or costs something else.</returns>
    public bool TryCorrect(UsageRecord? before, CostCorrection correction)
    {
        if (before is null || before.Cost != correction.Before) return false;

        UsageRecord after = RecordLimits.Apply(before with { Cost = correction.After });
        _records.Remove(before);
        _records.Add(after);
        _corrected.Add(after.Id);

        var old = new RollupSample(before);
        var young = new RollupSample(after);
        long slice = RollupGrid.SliceOf(after.StartedAt, RollupGrain.QuarterHour);
        for (int i = 0; i < all.Count; i++)
        {
            var key = new CellKey(all[i].KeyOf(after));
            bool isKept = _before.Cubes[i].TryGetValue(slice, out var cells) && cells.ContainsKey(key);
            if (isKept) CellAt(i, slice, key).Correct(old, young);
        }

        return true;
    }

    public InMemoryState Finish(int maxRecords, int maxCells)
    {
        if (_inserted.Count + _corrected.Count == 0) return _before;

        StoreHorizon horizon = _before.Horizon;
        while (_records.Count > maxRecords)
        {
            UsageRecord oldest = _records.Min!;
            _records.Remove(oldest);
            _digests.Remove(oldest.Id);
            horizon = horizon with { Records = After(horizon.Records, oldest.StartedAt.AddTicks(1)) };
        }

        var cubes = _before.Cubes.Select(c => c.ToBuilder()).ToArray();
        int count = _before.CellCount;
        foreach (((int cube, long slice, CellKey key), RollupCell cell) in _cells)
        {
            ImmutableDictionary<CellKey, RollupCell> present =
                cubes[cube].GetValueOrDefault(slice, ImmutableDictionary<CellKey, RollupCell>.Empty);
            if (!present.ContainsKey(key)) count++;
            cubes[cube][slice] = present.SetItem(key, cell);
        }

        while (count > maxCells)
        {
            long oldest = cubes[0].First().Key;
            DateTimeOffset end = RollupGrid.StartOf(oldest + 1, RollupGrain.QuarterHour);
            horizon = horizon with
            {
                QuarterHours = After(horizon.QuarterHours, end),
                Days = After(horizon.Days, RollupGrid.Ceiling(end, RollupGrain.Day)),
            };
            foreach (var cube in cubes)
            {
                count -= cube.GetValueOrDefault(oldest)?.Count ?? 0;
                cube.Remove(oldest);
            }
        }

        return _before with
        {
            Horizon = horizon,
            Version = _before.Version + 1,
            Records = _records.ToImmutable(),
            Digests = _digests.ToImmutable(),
            Cubes = [.. cubes.Select(c => c.ToImmutable())],
            CellCount = count,
        };
    }

    private static DateTimeOffset After(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    // A reader may hold the present cell: the change is made to a copy.
    private RollupCell CellAt(int cube, long slice, CellKey key)
    {
        if (_cells.TryGetValue((cube, slice, key), out RollupCell? cell)) return cell;

        cell = new RollupCell();
        if (_before.Cubes[cube].TryGetValue(slice, out var present) && present.TryGetValue(key, out RollupCell? old))
        {
            cell.Add(old);
        }

        _cells.Add((cube, slice, key), cell);
        return cell;
    }
}
