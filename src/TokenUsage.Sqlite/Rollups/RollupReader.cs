using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Reads the cells of one cube: those merged, then those of the latest batches.</summary>
/// <remarks>Conditions are checked by key before a cell is read out of its bytes, which is most of the work.</remarks>
internal sealed class RollupReader : IDisposable
{
    private const string Merged =
        "SELECT slice, key, cell FROM rollup WHERE cube = ? AND grain = ? AND slice >= ? AND slice < ?";

    private readonly RollupRead _read;
    private readonly KeyTexts _keys;
    private readonly Statement? _merged;
    private readonly PackedReader _packed;
    private readonly RollupCell _cell = new();
    private bool _isInPacked;

    public RollupReader(SqliteConnection connection, WordReader words, int cube, RollupRead read)
    {
        _read = read;
        _keys = new KeyTexts(words, cube, read);
        _packed = new PackedReader(connection, cube, read);
        if (read.Grain == RollupGrain.Minute) return;

        _merged = new Statement(connection, Merged + KeyCondition(words, cube, read));
        _merged.Bind(0, (long)cube);
        _merged.Bind(1, (long)read.Grain);
        _merged.Bind(2, RollupGrid.SliceOf(read.From, read.Grain));
        _merged.Bind(3, RollupGrid.SliceOf(read.To, read.Grain));
    }

    public bool TryRead(out RollupRow row) => TryReadMerged(out row) || TryReadPacked(out row);

    public void Dispose()
    {
        _merged?.Dispose();
        _packed.Dispose();
    }

    // Numbers only, which are the database's own.
    private static string KeyCondition(WordReader words, int cube, RollupRead read)
    {
        if (StoreCubes.HasOwnKeys(cube)) return "";
        IEnumerable<string> conditions = read.Where
            .Where(f => f.Operator == FilterOperator.In)
            .Select(f => string.Join(
                ',', f.Values.SelectMany(words.IdsOf).Select(id => id.ToString(CultureInfo.InvariantCulture))))
            .Select(ids => $" AND key IN ({ids})");
        return string.Concat(conditions);
    }

    private bool TryReadMerged(out RollupRow row)
    {
        row = default;
        if (_isInPacked) return false;
        while (_merged is not null && _merged.Step())
        {
            if (!_keys.TryGet(_merged.Int64(1), out string?[] key)) continue;
            _cell.Clear();
            _cell.Merge(_merged.Blob(2));
            row = new RollupRow(RollupGrid.StartOf(_merged.Int64(0), _read.Grain), key, _cell);
            return true;
        }

        _isInPacked = true;
        return false;
    }

    private bool TryReadPacked(out RollupRow row)
    {
        row = default;
        while (_packed.TryRead(out CellPlace place, out ReadOnlySpan<byte> bytes))
        {
            if (!_keys.TryGet(place.Key, out string?[] key)) continue;
            _cell.Clear();
            _cell.Merge(bytes);
            row = new RollupRow(RollupGrid.StartOf(place.Slice, RollupGrain.Minute), key, _cell);
            return true;
        }

        return false;
    }
}
