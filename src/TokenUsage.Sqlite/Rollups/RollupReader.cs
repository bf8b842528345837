using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Reads the cells of one cube: those merged, then those of the latest batches.</summary>
internal sealed class RollupReader : IDisposable
{
    private const string Merged =
        "SELECT slice, key, cell FROM rollup WHERE cube = ? AND grain = ? AND slice >= ? AND slice < ?";

    private const string Tail =
        "SELECT cells FROM rollup_tail WHERE cube = ? AND last_slice >= ? AND first_slice < ?";

    private readonly RollupRead _read;
    private readonly WordReader _words;
    private readonly Statement _merged;
    private readonly Statement _tail;
    private readonly RollupCell _cell = new();
    private readonly string?[] _key;
    private readonly long _from;
    private readonly long _to;
    private byte[] _blob = [];
    private int _offset;
    private bool _isInTail;

    public RollupReader(SqliteConnection connection, WordReader words, RollupRead read)
    {
        int cube = CubeIndex.Of(read.Cube);
        _read = read;
        _words = words;
        _key = new string?[read.Cube.Dimensions.Count];
        _from = RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour);
        _to = RollupGrid.SliceOf(read.To, RollupGrain.QuarterHour);

        _merged = new Statement(connection, Merged);
        _merged.Bind(0, (long)cube);
        _merged.Bind(1, (long)read.Grain);
        _merged.Bind(2, RollupGrid.SliceOf(read.From, read.Grain));
        _merged.Bind(3, RollupGrid.SliceOf(read.To, read.Grain));
        _tail = new Statement(connection, Tail);
        _tail.Bind(0, (long)cube);
        _tail.Bind(1, _from);
        _tail.Bind(2, _to);
    }

    public bool TryRead(out RollupRow row) => TryReadMerged(out row) || TryReadTail(out row);

    public void Dispose()
    {
        _merged.Dispose();
        _tail.Dispose();
    }

    private bool TryReadMerged(out RollupRow row)
    {
        row = default;
        if (_isInTail) return false;
        if (!_merged.Step())
        {
            _isInTail = true;
            return false;
        }

        _cell.Clear();
        _cell.Merge(_merged.Blob(2));
        row = RowAt(RollupGrid.StartOf(_merged.Int64(0), _read.Grain), _merged.Int64(1));
        return true;
    }

    private bool TryReadTail(out RollupRow row)
    {
        row = default;
        while (true)
        {
            ReadOnlySpan<byte> rest = _blob.AsSpan(_offset);
            if (rest.IsEmpty)
            {
                if (!_tail.Step()) return false;
                _blob = _tail.Blob(0).ToArray();
                _offset = 0;
                continue;
            }

            CellPlace place = TailCodec.Next(ref rest, out ReadOnlySpan<byte> bytes);
            _offset = _blob.Length - rest.Length;
            if (place.Slice < _from || place.Slice >= _to) continue;

            _cell.Clear();
            _cell.Merge(bytes);
            row = RowAt(RollupGrid.StartOf(place.Slice, RollupGrain.QuarterHour), place.Key);
            return true;
        }
    }

    private RollupRow RowAt(DateTimeOffset start, long key)
    {
        if (_key.Length > 0) _key[0] = _words.TextOf(key);
        return new RollupRow(start, _key, _cell);
    }
}
