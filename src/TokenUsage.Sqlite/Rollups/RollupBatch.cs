using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Sums up a batch by cube and quarter-hour, and writes one row a cube.</summary>
/// <remarks>
/// A row for each touched cell would cost more than the records themselves when users are many: every cell lies on another
/// page. Written as they come, the cells of a batch lie on a few.
/// </remarks>
internal sealed class RollupBatch : IDisposable
{
    private const int MaxSpare = 8_192;

    private readonly Dictionary<CellPlace, RollupCell>[] _cells;
    private readonly Stack<RollupCell> _spare = [];
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly Statement _insert;
    private long _firstSlice = long.MaxValue;
    private long _lastSlice = long.MinValue;

    public RollupBatch(SqliteConnection connection)
    {
        _cells = [.. UsageCube.Standard.Select(_ => new Dictionary<CellPlace, RollupCell>())];
        _insert = new Statement(connection, "INSERT INTO rollup_tail VALUES (?, ?, ?, ?, ?)");
    }

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="dimensions">The numbers of its dimensions, in the order of <see cref="Dimension.Named"/>.</param>
    public void Add(UsageRecord record, ReadOnlySpan<long> dimensions)
    {
        var sample = new RollupSample(record);
        long slice = Touch(record);
        CellAt(0, new CellPlace(slice, 0)).Add(sample);
        for (int i = 0; i < dimensions.Length; i++) CellAt(i + 1, new CellPlace(slice, dimensions[i])).Add(sample);
    }

    /// <summary>Adds the difference that another cost of a stored record makes.</summary>
    public void Correct(UsageRecord before, UsageRecord after, ReadOnlySpan<long> dimensions)
    {
        var old = new RollupSample(before);
        var young = new RollupSample(after);
        long slice = Touch(after);
        CellAt(0, new CellPlace(slice, 0)).Correct(old, young);
        for (int i = 0; i < dimensions.Length; i++)
            CellAt(i + 1, new CellPlace(slice, dimensions[i])).Correct(old, young);
    }

    /// <summary>Writes what was added as batch number <paramref name="batch"/>.</summary>
    public void Write(long batch)
    {
        for (int cube = 0; cube < _cells.Length; cube++)
        {
            if (_cells[cube].Count == 0) continue;
            _blob.ResetWrittenCount();
            TailCodec.Write(_blob, _scratch, _cells[cube]);
            _insert.Bind(0, (long)cube);
            _insert.Bind(1, batch);
            _insert.Bind(2, _firstSlice);
            _insert.Bind(3, _lastSlice);
            _insert.Bind(4, _blob.WrittenSpan);
            _insert.Run();
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

        _firstSlice = long.MaxValue;
        _lastSlice = long.MinValue;
    }

    public void Dispose() => _insert.Dispose();

    private long Touch(UsageRecord record)
    {
        long slice = RollupGrid.SliceOf(record.StartedAt, RollupGrain.QuarterHour);
        _firstSlice = Math.Min(_firstSlice, slice);
        _lastSlice = Math.Max(_lastSlice, slice);
        return slice;
    }

    private RollupCell CellAt(int cube, CellPlace place)
    {
        if (_cells[cube].TryGetValue(place, out RollupCell? cell)) return cell;

        cell = _spare.TryPop(out RollupCell? spare) ? spare : new RollupCell();
        _cells[cube].Add(place, cell);
        return cell;
    }
}
