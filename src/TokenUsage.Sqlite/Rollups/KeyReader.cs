using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Reads which keys a cube has in a range, each once.</summary>
internal static class KeyReader
{
    private const string Lists =
        "SELECT keys FROM rollup_keys WHERE cube = ? AND grain = ? AND slice >= ? AND slice < ?";

    private const string Cells =
        "SELECT DISTINCT key FROM rollup WHERE cube = ? AND grain = ? AND slice >= ? AND slice < ?";

    public static IReadOnlyCollection<long> Read(SqliteConnection connection, int cube, RollupRead read)
    {
        var keys = new HashSet<long>();
        if (read.Grain != RollupGrain.Minute)
        {
            using var merged = new Statement(connection, StoreCubes.HasKeyLists(cube) ? Lists : Cells);
            merged.Bind(0, (long)cube);
            merged.Bind(1, (long)read.Grain);
            merged.Bind(2, RollupGrid.SliceOf(read.From, read.Grain));
            merged.Bind(3, RollupGrid.SliceOf(read.To, read.Grain));
            while (merged.Step())
            {
                if (StoreCubes.HasKeyLists(cube)) KeyList.Read(merged.Blob(0), keys);
                else keys.Add(merged.Int64(0));
            }
        }

        using var packed = new PackedReader(connection, cube, read);
        while (packed.TryRead(out CellPlace place, out _)) keys.Add(place.Key);
        return keys;
    }
}
