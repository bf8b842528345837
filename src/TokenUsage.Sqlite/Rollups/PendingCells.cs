using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Reads one cube's rows that wait for merging, and packs the small ones of a quarter-hour into one.</summary>
/// <remarks>
/// A quiet application has a record a batch, and would keep a row for each cube and record. Full batches stay as they came:
/// writing them again would cost as much as writing them.
/// </remarks>
internal sealed class PendingCells : IDisposable
{
    private const int FewestRows = 8;
    private const int SmallRow = 1_024;

    private readonly List<PackedCell> _cells = [];
    private readonly List<(long Slice, long Batch, int FirstCell, int Bytes)> _rows = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly ArrayBufferWriter<byte> _blob = new();
    private readonly Statement _read;
    private readonly Statement _delete;
    private readonly Statement _put;
    private readonly Func<ReadOnlySpan<PackedCell>, ReadOnlySpan<byte>> _merge;

    public PendingCells(SqliteConnection connection, Func<ReadOnlySpan<PackedCell>, ReadOnlySpan<byte>> merge)
    {
        _merge = merge;
        _read = new Statement(
            connection,
            """
            SELECT b.slice, b.batch, b.cells FROM rollup_pending AS p
            JOIN rollup_batch AS b ON b.cube = ? AND b.slice = p.slice AND b.batch = p.batch
            ORDER BY b.slice, b.batch
            """);
        _delete = new Statement(
            connection, "DELETE FROM rollup_batch WHERE cube = ? AND slice = ? AND batch BETWEEN ? AND ?");
        _put = new Statement(connection, "INSERT INTO rollup_batch VALUES (?, ?, ?, ?)");
    }

    public Span<PackedCell> Cells => CollectionsMarshal.AsSpan(_cells);

    public ReadOnlySpan<byte> BytesOf(PackedCell cell) => _bytes.WrittenSpan.Slice(cell.Offset, cell.Length);

    public void Read(int cube)
    {
        _cells.Clear();
        _rows.Clear();
        _bytes.ResetWrittenCount();
        _read.Bind(0, (long)cube);
        while (_read.Step())
        {
            long slice = _read.Int64(0);
            ReadOnlySpan<byte> rest = _read.Blob(2);
            _rows.Add((slice, _read.Int64(1), _cells.Count, rest.Length));
            while (!rest.IsEmpty)
            {
                CellPlace place = CellPacking.Next(slice, ref rest, out ReadOnlySpan<byte> cell);
                _cells.Add(new PackedCell(place, _bytes.WrittenCount, cell.Length));
                _bytes.Write(cell);
            }
        }
    }

    /// <summary>Packs small rows together. The cells that were read stay as they are.</summary>
    public void Compact(int cube)
    {
        for (int first = 0, end; first < _rows.Count; first = end)
        {
            long bytes = 0;
            for (end = first; end < _rows.Count && _rows[end].Slice == _rows[first].Slice; end++)
                bytes += _rows[end].Bytes;
            if (end - first >= FewestRows && bytes < (long)SmallRow * (end - first)) Pack(cube, first, end);
        }
    }

    public void Dispose()
    {
        _read.Dispose();
        _delete.Dispose();
        _put.Dispose();
    }

    private void Pack(int cube, int firstRow, int endRow)
    {
        int endCell = endRow < _rows.Count ? _rows[endRow].FirstCell : _cells.Count;
        Span<PackedCell> cells = Cells[_rows[firstRow].FirstCell..endCell];
        cells.Sort();
        _blob.ResetWrittenCount();
        while (!cells.IsEmpty)
        {
            int count = 1;
            while (count < cells.Length && cells[count].Place == cells[0].Place) count++;
            ReadOnlySpan<byte> bytes = count == 1 ? BytesOf(cells[0]) : _merge(cells[..count]);
            CellPacking.Write(_blob, cells[0].Place.Slice, cells[0].Place.Key, bytes);
            cells = cells[count..];
        }

        (long slice, long lastBatch, _, _) = _rows[endRow - 1];
        _delete.Bind(0, (long)cube);
        _delete.Bind(1, slice);
        _delete.Bind(2, _rows[firstRow].Batch);
        _delete.Bind(3, lastBatch);
        _delete.Run();
        _put.Bind(0, (long)cube);
        _put.Bind(1, slice);
        _put.Bind(2, lastBatch);
        _put.Bind(3, _blob.WrittenSpan);
        _put.Run();
    }
}
