using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Records;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Sums up a batch by cube and minute, and writes one row a cube and quarter-hour.</summary>
/// <remarks>
/// A row for each touched cell would cost more than the records themselves when users are many: every cell lies on another
/// page. Written as they come, the cells of a batch lie on a few; and there they stay as the totals by the minute.
/// </remarks>
internal sealed class RollupBatch : IDisposable
{
    private const int MaxSpare = 8_192;

    private readonly Dictionary<CellPlace, RollupCell>[] _cells;
    private readonly List<KeyValuePair<CellPlace, RollupCell>> _sorted = [];
    private readonly Stack<RollupCell> _spare = [];
    private readonly SortedSet<long> _quarters = [];
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly StoreCubes _cubes;
    private readonly OwnKeys _ownKeys;
    private readonly Statement _insert;
    private readonly Statement _pending;
    private long _quarter = -1;

    public RollupBatch(SqliteConnection connection, StoreCubes cubes, OwnKeys ownKeys)
    {
        _cubes = cubes;
        _ownKeys = ownKeys;
        _cells = [.. cubes.All.Select(_ => new Dictionary<CellPlace, RollupCell>())];
        _insert = new Statement(connection, "INSERT INTO rollup_batch VALUES (?, ?, ?, ?)");
        _pending = new Statement(connection, "INSERT INTO rollup_pending VALUES (?, ?)");
    }

    public void Add(UsageRecord record, RecordWords words)
    {
        var sample = new RollupSample(record);
        long minute = RollupGrid.SliceOf(record.StartedAt, RollupGrain.Minute);
        long quarter = minute / RollupGrid.MinutesPerQuarter;
        if (quarter != _quarter) _quarters.Add(_quarter = quarter);
        CellAt(0, new CellPlace(minute, 0)).Add(sample);
        ReadOnlySpan<long> dimensions = words.Dimensions;
        for (int i = 0; i < dimensions.Length; i++) CellAt(i + 1, new CellPlace(minute, dimensions[i])).Add(sample);
        for (int i = 0; i < _ownKeys.Count; i++)
        {
            long key = _ownKeys.KeyOf(i, record, words);
            CellAt(dimensions.Length + 1 + i, new CellPlace(minute, key)).Add(sample);
        }
    }

    /// <summary>Writes what was added as batch number <paramref name="batch"/>.</summary>
    public void Write(long batch)
    {
        for (int cube = 0; cube < _cells.Length; cube++)
        {
            if (_quarters.Count == 1) WriteRow(_cubes.IdAt(cube), _quarter, batch, _cells[cube]);
            else WriteRows(_cubes.IdAt(cube), batch, _cells[cube]);
        }

        foreach (long quarter in _quarters)
        {
            _pending.Bind(0, batch);
            _pending.Bind(1, quarter);
            _pending.Run();
        }
    }

    /// <summary>Forgets what was added; the cells are used again.</summary>
    public void Clear()
    {
        foreach (Dictionary<CellPlace, RollupCell> cells in _cells)
        {
            foreach (RollupCell cell in cells.Values)
            {
                if (_spare.Count >= MaxSpare) break;
                cell.Clear();
                _spare.Push(cell);
            }

            cells.Clear();
        }

        _quarters.Clear();
        _quarter = -1;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _pending.Dispose();
    }

    private void WriteRows(int cube, long batch, Dictionary<CellPlace, RollupCell> cells)
    {
        _sorted.Clear();
        _sorted.AddRange(cells);
        _sorted.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        for (int first = 0, end; first < _sorted.Count; first = end)
        {
            long quarter = QuarterAt(first);
            for (end = first + 1; end < _sorted.Count && QuarterAt(end) == quarter;) end++;
            WriteRow(cube, quarter, batch, _sorted[first..end]);
        }
    }

    private void WriteRow(int cube, long quarter, long batch, IEnumerable<KeyValuePair<CellPlace, RollupCell>> cells)
    {
        _blob.ResetWrittenCount();
        foreach ((CellPlace place, RollupCell cell) in cells)
        {
            _scratch.ResetWrittenCount();
            cell.Encode(_scratch);
            CellPacking.Write(_blob, place.Slice, place.Key, _scratch.WrittenSpan);
        }

        _insert.Bind(0, (long)cube);
        _insert.Bind(1, quarter);
        _insert.Bind(2, batch);
        _insert.Bind(3, _blob.WrittenSpan);
        _insert.Run();
    }

    private long QuarterAt(int index) => _sorted[index].Key.Slice / RollupGrid.MinutesPerQuarter;

    private RollupCell CellAt(int cube, CellPlace place)
    {
        if (_cells[cube].TryGetValue(place, out RollupCell? cell)) return cell;

        cell = _spare.TryPop(out RollupCell? spare) ? spare : new RollupCell();
        _cells[cube].Add(place, cell);
        return cell;
    }
}
