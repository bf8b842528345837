using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Adds the totals of the latest batches to the table of quarter-hours and days.</summary>
/// <remarks>
/// Works on sorted bytes: most cells of many users hold one call and move as they are, in the order of the table's pages.
/// </remarks>
internal sealed class RollupMerge : IDisposable
{
    /// <summary>How many batches come between two merges: readers add up that many more rows a cube.</summary>
    public const int Every = 64;

    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly RollupCell _cell = new();
    private readonly StoreCubes _cubes;
    private readonly PendingCells _pending;
    private readonly KeyList _keys;
    private readonly Statement _hasSlice;
    private readonly Statement _find;
    private readonly Statement _put;
    private readonly Statement _clear;

    public RollupMerge(SqliteConnection connection, StoreCubes cubes)
    {
        _cubes = cubes;
        _pending = new PendingCells(connection, MergeCells);
        _keys = new KeyList(connection);
        _hasSlice = new Statement(
            connection, "SELECT 1 FROM rollup WHERE cube = ? AND grain = ? AND slice = ? LIMIT 1");
        _find = new Statement(
            connection, "SELECT cell FROM rollup WHERE cube = ? AND grain = ? AND slice = ? AND key = ?");
        _put = new Statement(
            connection,
            "INSERT INTO rollup VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cell = excluded.cell");
        _clear = new Statement(connection, "DELETE FROM rollup_pending");
    }

    /// <summary>Merges inside the caller's transaction.</summary>
    public void Run()
    {
        for (int i = 0; i < _cubes.All.Count; i++) Run(_cubes.IdAt(i));
        _clear.Run();
    }

    public void Dispose()
    {
        _pending.Dispose();
        _keys.Dispose();
        _hasSlice.Dispose();
        _find.Dispose();
        _put.Dispose();
        _clear.Dispose();
    }

    private void Run(int cube)
    {
        _pending.Read(cube);
        _pending.Compact(cube);
        Span<PackedCell> cells = _pending.Cells;
        foreach (ref PackedCell cell in cells) cell = cell.OfQuarter();
        cells.Sort();
        Write(cube, RollupGrain.QuarterHour, cells);

        foreach (ref PackedCell cell in cells) cell = cell.OfDay();
        cells.Sort();
        Write(cube, RollupGrain.Day, cells);
    }

    private void Write(int cube, RollupGrain grain, ReadOnlySpan<PackedCell> cells)
    {
        long slice = long.MinValue;
        bool isNew = false;
        while (!cells.IsEmpty)
        {
            CellPlace place = cells[0].Place;
            int count = 1;
            while (count < cells.Length && cells[count].Place == place) count++;
            if (place.Slice != slice)
            {
                _keys.Write(cube, (long)grain, slice);
                isNew = !HasSlice(cube, grain, slice = place.Slice);
            }

            BindPlace(_put, cube, grain, slice);
            _put.Bind(3, place.Key);
            _put.Bind(4, isNew && count == 1 ? _pending.BytesOf(cells[0]) : Merge(cube, grain, cells[..count], isNew));
            _put.Run();
            if (StoreCubes.HasKeyLists(cube)) _keys.Add(place.Key);
            cells = cells[count..];
        }

        _keys.Write(cube, (long)grain, slice);
    }

    private ReadOnlySpan<byte> MergeCells(ReadOnlySpan<PackedCell> cells)
    {
        _cell.Clear();
        foreach (PackedCell cell in cells) _cell.Merge(_pending.BytesOf(cell));
        return Encoded();
    }

    private ReadOnlySpan<byte> Merge(int cube, RollupGrain grain, ReadOnlySpan<PackedCell> cells, bool isNew)
    {
        _cell.Clear();
        foreach (PackedCell cell in cells) _cell.Merge(_pending.BytesOf(cell));
        if (!isNew) AddStored(cube, grain, cells[0].Place);
        return Encoded();
    }

    private ReadOnlySpan<byte> Encoded()
    {
        _scratch.ResetWrittenCount();
        _cell.Encode(_scratch);
        return _scratch.WrittenSpan;
    }

    private bool HasSlice(int cube, RollupGrain grain, long slice)
    {
        BindPlace(_hasSlice, cube, grain, slice);
        bool has = _hasSlice.Step();
        _hasSlice.Reset();
        return has;
    }

    private void AddStored(int cube, RollupGrain grain, CellPlace place)
    {
        BindPlace(_find, cube, grain, place.Slice);
        _find.Bind(3, place.Key);
        if (_find.Step()) _cell.Merge(_find.Blob(0));
        _find.Reset();
    }

    private static void BindPlace(Statement statement, int cube, RollupGrain grain, long slice)
    {
        statement.Bind(0, (long)cube);
        statement.Bind(1, (long)grain);
        statement.Bind(2, slice);
    }
}
