using System.Collections.Immutable;
using System.Security.Cryptography;

namespace TokenUsage.Storage;

internal sealed partial class InMemoryUsageStore
{
    /// <summary>The digest of a record whose content was changed on purpose: it conflicts with none.</summary>
    public const long NoDigest = 0;

    private const int MostErased = 10_000;

    private readonly Dictionary<string, (DateTimeOffset At, string Label)> _erased = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public ValueTask<RetentionReport> ApplyRetentionAsync(RetentionPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);

        lock (_writing)
        {
            InMemoryState before = _state;
            DateTimeOffset from = RollupGrid.Floor(plan.Records, RollupGrain.Day);
            UsageRecord[] old = [.. before.Records.TakeWhile(r => r.StartedAt < from)];

            // Quarter-hours make the days here, and stay as long as these.
            DateTimeOffset cellsFrom = RollupGrid.Floor(plan.Days, RollupGrain.Day);
            long first = RollupGrid.SliceOf(cellsFrom, RollupGrain.QuarterHour);
            var cubes = before.Cubes
                .Select(c => c.RemoveRange(c.Keys.TakeWhile(slice => slice < first))).ToImmutableArray();
            int cells = cubes.Sum(c => c.Values.Sum(s => s.Count));
            bool isChanged = old.Length > 0 || cells < before.CellCount;
            if (isChanged) _state = Without(before, old, cubes, cells, from, cellsFrom);
            return new(new RetentionReport
            {
                Records = old.Length,
                Rollups = before.CellCount - cells,
                IsDone = true,
            });
        }
    }

    public ValueTask<long> EraseUserAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(identities);

        lock (_writing)
        {
            string label = $"erased-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
            if (_erased.Count > MostErased) _erased.Clear();
            foreach (string identity in identities) _erased[identity] = (_time.GetUtcNow(), label);

            InMemoryState before = _state;
            UsageRecord[] named = [.. before.Records.Where(r => identities.Contains(r.Dimensions.User))];
            _state = before with
            {
                Version = before.Version + 1,
                Records = before.Records.Except(named).Union(named.Select(r => Hide(r, label))),
                Digests = before.Digests.SetItems(named.Select(r => KeyValuePair.Create(r.Id, NoDigest))),
                Cubes = [.. before.Cubes.Select((c, i) => Relabel(c, Cubes[i], identities, label))],
            };
            return new(named.Length);
        }
    }

    public async ValueTask<StoreAudit> AuditAsync(CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        InMemoryState state = _state;
        DateTimeOffset from = RollupGrid.Ceiling(state.Horizon.Records, RollupGrain.Day);
        UsageRecord[] records = [.. state.Records.SkipWhile(r => r.StartedAt < from)];
        long first = RollupGrid.SliceOf(from, RollupGrain.QuarterHour);
        var drifts = new List<StoreDrift>();
        UsageTotals expected = Sum(records);
        for (int i = 0; i < Cubes.Count; i++)
        {
            var sum = new RollupCell();
            foreach (RollupCell cell in state.Cubes[i].SkipWhile(s => s.Key < first).SelectMany(s => s.Value.Values))
                sum.Add(cell);
            UsageTotals found = sum.ToTotals();
            if (found.Attempts != expected.Attempts || found.PricedUsd != expected.PricedUsd)
                drifts.Add(new StoreDrift(Cubes[i].Name, RollupGrain.QuarterHour, from, expected, found));
        }

        return new StoreAudit { From = from, Records = records.Length, Cubes = Cubes.Count, Drifts = drifts };
    }

    // Both change together, in one object: there is no way for them to part.
    public ValueTask<StoreAudit> RepairAsync(CancellationToken cancellationToken) => AuditAsync(cancellationToken);

    public ValueTask BackUpAsync(string path, CancellationToken cancellationToken) => throw new UsageStoreException(
        "Usage is kept in memory, of which there is no backup. Keep it in a file: UseSqlite(\"Data Source=usage.db\").",
        isPermanent: true);

    private static InMemoryState Without(
        InMemoryState before, UsageRecord[] old,
        ImmutableArray<ImmutableSortedDictionary<long, ImmutableDictionary<CellKey, RollupCell>>> cubes, int cells,
        DateTimeOffset from, DateTimeOffset cellsFrom) => before with
        {
            Version = before.Version + 1,
            Records = before.Records.Except(old),
            Digests = before.Digests.RemoveRange(old.Select(r => r.Id)),
            Cubes = cubes,
            CellCount = cells,
            RetainedFrom = from,
            Horizon = before.Horizon with
            {
                Records = Later(before.Horizon.Records, from),
                QuarterHours = Later(before.Horizon.QuarterHours, cellsFrom),
                Days = Later(before.Horizon.Days, cellsFrom),
            },
        };

    private static UsageTotals Sum(IEnumerable<UsageRecord> records)
    {
        var sum = new RollupCell();
        foreach (UsageRecord record in records) sum.Add(record);
        return sum.ToTotals();
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static UsageRecord Hide(UsageRecord record, string label) => record with
    {
        ResponseId = null,
        Metadata = ImmutableDictionary<string, string>.Empty,
        Dimensions = record.Dimensions with { User = label },
    };

    private static ImmutableSortedDictionary<long, ImmutableDictionary<CellKey, RollupCell>> Relabel(
        ImmutableSortedDictionary<long, ImmutableDictionary<CellKey, RollupCell>> slices, UsageCube cube,
        IReadOnlyList<string> identities, string label)
    {
        int place = cube.IndexOf(Dimension.User);
        if (place < 0) return slices;
        return slices.SetItems(slices
            .Where(s => s.Value.Keys.Any(k => identities.Contains(k.Values[place])))
            .Select(s => KeyValuePair.Create(s.Key, Relabel(s.Value, place, identities, label))));
    }

    private static ImmutableDictionary<CellKey, RollupCell> Relabel(
        ImmutableDictionary<CellKey, RollupCell> cells, int place, IReadOnlyList<string> identities, string label)
    {
        foreach ((CellKey key, RollupCell cell) in cells)
        {
            if (!identities.Contains(key.Values[place])) continue;
            string?[] values = [.. key.Values];
            values[place] = label;
            var renamed = new CellKey(values);
            var sum = new RollupCell();
            sum.Add(cell);
            if (cells.TryGetValue(renamed, out RollupCell? other)) sum.Add(other); // two identities of one user
            cells = cells.Remove(key).SetItem(renamed, sum);
        }

        return cells;
    }

    // A record of an erased user that was still under way.
    private UsageRecord HideErased(UsageRecord record)
    {
        if (_erased.Count == 0 || record.Dimensions.User is not { } user) return record;
        if (!_erased.TryGetValue(user, out (DateTimeOffset At, string Label) erased)) return record;
        return record.StartedAt < erased.At ? Hide(record, erased.Label) : record;
    }
}
