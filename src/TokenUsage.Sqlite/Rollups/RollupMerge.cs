using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Moves the rollups of the latest batches into the table of quarter-hours and days.</summary>
/// <remarks>
/// Works on sorted bytes: most cells of many users hold one call and move as they are, in the order of the table's pages.
/// </remarks>
internal sealed class RollupMerge : IDisposable
{
    /// <summary>How many batches come between two merges: readers add up that many more rows a cube.</summary>
    public const int Every = 64;

    private readonly List<TailEntry> _entries = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly ArrayBufferWriter<byte> _scratch = new();
    private readonly RollupCell _cell = new();
    private readonly KeyList _keys;
    private readonly Statement _tail;
    private readonly Statement _hasSlice;
    private readonly Statement _find;
    private readonly Statement _put;
    private readonly Statement _clear;

    public RollupMerge(SqliteConnection connection)
    {
        _keys = new KeyList(connection);
        _tail = new Statement(connection, "SELECT cells FROM rollup_tail WHERE cube = ?");
        _hasSlice = new Statement(
            connection, "SELECT 1 FROM rollup WHERE cube = ? AND grain = ? AND slice = ? LIMIT 1");
        _find = new Statement(
            connection, "SELECT cell FROM rollup WHERE cube = ? AND grain = ? AND slice = ? AND key = ?");
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
            ReadTail(cube);
            Span<TailEntry> entries = CollectionsMarshal.AsSpan(_entries);
            entries.Sort();
            Write(cube, RollupGrain.QuarterHour, entries);

            foreach (ref TailEntry entry in entries) entry = entry.OfDay();
            entries.Sort();
            Write(cube, RollupGrain.Day, entries);
        }

        _clear.Run();
    }

    public void Dispose()
    {
        _keys.Dispose();
        _tail.Dispose();
        _hasSlice.Dispose();
        _find.Dispose();
        _put.Dispose();
        _clear.Dispose();
    }

    private void ReadTail(int cube)
    {
        _entries.Clear();
        _bytes.ResetWrittenCount();
        _tail.Bind(0, (long)cube);
        while (_tail.Step())
        {
            ReadOnlySpan<byte> rest = _tail.Blob(0);
            while (!rest.IsEmpty)
            {
                CellPlace place = TailCodec.Next(ref rest, out ReadOnlySpan<byte> cell);
                _entries.Add(new TailEntry(place, _bytes.WrittenCount, cell.Length));
                _bytes.Write(cell);
            }
        }
    }

    private void Write(int cube, RollupGrain grain, ReadOnlySpan<TailEntry> entries)
    {
        long slice = long.MinValue;
        bool isNew = false;
        while (!entries.IsEmpty)
        {
            CellPlace place = entries[0].Place;
            int count = 1;
            while (count < entries.Length && entries[count].Place == place) count++;
            if (place.Slice != slice)
            {
                _keys.Write(cube, (long)grain, slice);
                isNew = !HasSlice(cube, grain, slice = place.Slice);
            }

            BindPlace(_put, cube, grain, slice);
            _put.Bind(3, place.Key);
            _put.Bind(4, isNew && count == 1 ? BytesOf(entries[0]) : Merge(cube, grain, entries[..count], isNew));
            _put.Run();
            if (CubeIndex.HasKeyLists(cube)) _keys.Add(place.Key);
            entries = entries[count..];
        }

        _keys.Write(cube, (long)grain, slice);
    }

    private ReadOnlySpan<byte> Merge(int cube, RollupGrain grain, ReadOnlySpan<TailEntry> entries, bool isNew)
    {
        _cell.Clear();
        foreach (TailEntry entry in entries) _cell.Merge(BytesOf(entry));
        if (!isNew) AddStored(cube, grain, entries[0].Place);

        _scratch.ResetWrittenCount();
        _cell.Encode(_scratch);
        return _scratch.WrittenSpan;
    }

    private ReadOnlySpan<byte> BytesOf(TailEntry entry) => _bytes.WrittenSpan.Slice(entry.Offset, entry.Length);

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
