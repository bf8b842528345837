using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Sums up by group and, where there are edges, by interval.</summary>
internal sealed class UsageTable : IQueryTable
{
    /// <summary>The most groups kept apart; what comes beyond them is summed as "other", so that no query fills the memory.</summary>
    public const int MaxGroups = 100_000;

    private readonly IReadOnlyList<Dimension> _groupBy;
    private readonly IReadOnlyList<DateTimeOffset> _edges;
    private readonly CellFilter _filter;
    private readonly Dictionary<CellKey, GroupCells> _groups = [];
    private readonly string?[] _key;
    private readonly CellKey _reused;
    private GroupCells? _overflow;

    public UsageTable(
        IReadOnlyList<Dimension> groupBy, IReadOnlyList<UsageFilter> where, IReadOnlyList<DateTimeOffset> edges)
    {
        _groupBy = groupBy;
        _edges = edges;
        _filter = new CellFilter(where);
        _key = new string?[groupBy.Count];
        _reused = new CellKey(_key);
    }

    public IReadOnlyList<DateTimeOffset> Edges => _edges;

    public IReadOnlyCollection<GroupCells> Groups => _groups.Values;

    public GroupCells? Overflow => _overflow;

    public void Add(UsageRecord record, in RollupSample sample)
    {
        for (int i = 0; i < _key.Length; i++) _key[i] = record.ValueOf(_groupBy[i]);
        Group().At(IndexOf(record.StartedAt)).Add(sample);
    }

    public void Add(in RollupRow row, UsageCube cube)
    {
        if (_filter.Passes(row.Key, cube)) Group(row.Key, cube).At(IndexOf(row.Start)).Add(row.Cell);
    }

    public void Add(DateTimeOffset start, IReadOnlyList<string?> key, ReadOnlyMemory<byte> cell, UsageCube cube)
    {
        if (_filter.Passes(key, cube)) Group(key, cube).AddLater(IndexOf(start), cell);
    }

    private GroupCells Group(IReadOnlyList<string?> key, UsageCube cube)
    {
        for (int i = 0; i < _key.Length; i++) _key[i] = key[cube.IndexOf(_groupBy[i])];
        return Group();
    }

    private GroupCells Group()
    {
        if (_groups.TryGetValue(_reused, out GroupCells? group)) return group;
        if (_groups.Count >= MaxGroups) return _overflow ??= GroupCells.Other(_key.Length);

        string?[] key = [.. _key];
        return _groups[new CellKey(key)] = new GroupCells(key);
    }

    private int IndexOf(DateTimeOffset at)
    {
        int low = 0;
        int high = _edges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_edges[middle] <= at) low = middle + 1;
            else high = middle;
        }

        return Math.Max(low - 1, 0);
    }
}
