using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Moves the rollups of the latest batches into the table of quarter-hours and days.</summary>
internal sealed class RollupMerge : IDisposable
{
    /// <summary>How many batches come between two merges: readers add up that many more rows a cube.</summary>
    public const int Every = 64;

    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly Statement _tail;
    private readonly Statement _hasSlice;
    private readonly Statement _find;
    private readonly Statement _put;
    private readonly Statement _clear;

    public RollupMerge(SqliteConnection connection)
    {
        _tail = new Statement(connection, "SELECT cells FROM rollup_tail WHERE cube = ?");
        _hasSlice = new Statement(connection, "SELECT 1 FROM rollup WHERE cube = ? AND grain = ? AND slice = ? LIMIT 1");
        _find = new Statement(connection, "SELECT cell FROM rollup WHERE cube = ? AND grain = ? AND slice = ? AND key = ?");
        _put = new Statement(
            connection,
            "INSERT INTO rollup VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET cell = excluded.cell");
        _clear = new Statement(connection, "DELETE FROM rollup_tail");
    }

    /// <summary>Merges inside the caller's transaction.</summary>
    public void Run()
    {
        for (int cube = 0; cube < UsageCube.Standard.Count; cube++)
        {
            SortedDictionary<CellPlace, RollupCell> quarters = ReadTail(cube);
            if (quarters.Count == 0) continue;

            var days = new SortedDictionary<CellPlace, RollupCell>();
            foreach ((CellPlace place, RollupCell cell) in quarters)
            {
                CellAt(days, new CellPlace(place.Slice / RollupGrid.QuartersPerDay, place.Key)).Add(cell);
            }

            Write(cube, RollupGrain.Day, days);
            Write(cube, RollupGrain.QuarterHour, quarters);
        }

        _clear.Run();
    }

    public void Dispose()
    {
        _tail.Dispose();
        _hasSlice.Dispose();
        _find.Dispose();
        _put.Dispose();
        _clear.Dispose();
    }

    private static RollupCell CellAt(SortedDictionary<CellPlace, RollupCell> cells, CellPlace place)
    {
        if (cells.TryGetValue(place, out RollupCell? cell)) return cell;
        cells.Add(place, cell = new RollupCell());
        return cell;
    }

    private SortedDictionary<CellPlace, RollupCell> ReadTail(int cube)
    {
        var cells = new Dictionary<CellPlace, RollupCell>();
        _tail.Bind(0, (long)cube);
        while (_tail.Step())
        {
            ReadOnlySpan<byte> rest = _tail.Blob(0);
            while (!rest.IsEmpty)
            {
                CellPlace place = TailCodec.Next(ref rest, out ReadOnlySpan<byte> bytes);
                if (!cells.TryGetValue(place, out RollupCell? cell)) cells.Add(place, cell = new RollupCell());
                cell.Merge(bytes);
            }
        }

        return new SortedDictionary<CellPlace, RollupCell>(cells); // in the order of the table's pages
    }

    private void Write(int cube, RollupGrain grain, SortedDictionary<CellPlace, RollupCell> cells)
    {
        long slice = long.MinValue;
        bool isNew = false;
        foreach ((CellPlace place, RollupCell cell) in cells)
        {
            if (place.Slice != slice) isNew = !HasSlice(cube, grain, slice = place.Slice);
            if (!isNew) AddStored(cube, grain, place, cell);

            _scratch.ResetWrittenCount();
            cell.Encode(_scratch);
            BindPlace(_put, cube, grain, place.Slice);
            _put.Bind(3, place.Key);
            _put.Bind(4, _scratch.WrittenSpan);
            _put.Run();
        }
    }

    private bool HasSlice(int cube, RollupGrain grain, long slice)
    {
        BindPlace(_hasSlice, cube, grain, slice);
        bool has = _hasSlice.Step();
        _hasSlice.Reset();
        return has;
    }

    private void AddStored(int cube, RollupGrain grain, CellPlace place, RollupCell cell)
    {
        BindPlace(_find, cube, grain, place.Slice);
        _find.Bind(3, place.Key);
        if (_find.Step()) cell.Merge(_find.Blob(0));
        _find.Reset();
    }

    private static void BindPlace(Statement statement, int cube, RollupGrain grain, long slice)
    {
        statement.Bind(0, (long)cube);
        statement.Bind(1, (long)grain);
        statement.Bind(2, slice);
    }
}
