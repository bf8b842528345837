using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Reads packed cells: all of a range of minutes, or, for wider grains, those that wait for merging.</summary>
internal sealed class PackedReader : IDisposable
{
    private const string All =
        "SELECT slice, cells FROM rollup_batch WHERE cube = ? AND slice >= ? AND slice < ?";

    private const string Pending =
        """
        SELECT b.slice, b.cells FROM rollup_pending AS p
        CROSS JOIN rollup_batch AS b ON b.cube = ? AND b.slice = p.slice AND b.batch = p.batch
        WHERE p.slice >= ? AND p.slice < ?
        """;

    private readonly Statement _rows;
    private readonly long _from;
    private readonly long _to;
    private byte[] _blob = [];
    private int _offset;
    private int _length;
    private long _slice;

    public PackedReader(SqliteConnection connection, int cube, RollupRead read)
    {
        _from = RollupGrid.SliceOf(read.From, RollupGrain.Minute);
        _to = RollupGrid.SliceOf(read.To, RollupGrain.Minute);
        _rows = new Statement(connection, read.Grain == RollupGrain.Minute ? All : Pending);
        _rows.Bind(0, (long)cube);
        _rows.Bind(1, RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour));
        _rows.Bind(2, RollupGrid.SliceOf(
            RollupGrid.Ceiling(read.To, RollupGrain.QuarterHour), RollupGrain.QuarterHour));
    }

    /// <summary>Goes to the next cell. Its bytes are valid until the next one is read.</summary>
    public bool TryRead(out CellPlace place, out ReadOnlySpan<byte> cell)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = _blob.AsSpan(_offset, _length - _offset);
            if (rest.IsEmpty)
            {
                if (NextRow()) continue;
                place = default;
                cell = [];
                return false;
            }

            place = CellPacking.Next(_slice, ref rest, out cell);
            _offset = _length - rest.Length;
            if (place.Slice >= _from && place.Slice < _to) return true;
        }
    }

    public void Dispose() => _rows.Dispose();

    // A copy: the reader's caller may pause between two cells for as long as it likes.
    private bool NextRow()
    {
        if (!_rows.Step()) return false;

        _slice = _rows.Int64(0);
        ReadOnlySpan<byte> blob = _rows.Blob(1);
        if (_blob.Length < blob.Length) _blob = new byte[Math.Max(blob.Length, 2 * _blob.Length)];
        blob.CopyTo(_blob);
        (_offset, _length) = (0, blob.Length);
        return true;
    }
}
