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

    private const string Tail = "SELECT cells FROM rollup_tail WHERE cube = ? AND last_slice >= ? AND first_slice < ?";

    public static IReadOnlyCollection<long> Read(SqliteConnection connection, RollupRead read)
    {
        int cube = CubeIndex.Of(read.Cube);
        var keys = new HashSet<long>();
        using var merged = new Statement(connection, CubeIndex.HasKeyLists(cube) ? Lists : Cells);
        merged.Bind(0, (long)cube);
        merged.Bind(1, (long)read.Grain);
        merged.Bind(2, RollupGrid.SliceOf(read.From, read.Grain));
        merged.Bind(3, RollupGrid.SliceOf(read.To, read.Grain));
        while (merged.Step())
        {
            if (CubeIndex.HasKeyLists(cube)) KeyList.Read(merged.Blob(0), keys);
            else keys.Add(merged.Int64(0));
        }

        ReadTail(connection, cube, read, keys);
        return keys;
    }

    private static void ReadTail(SqliteConnection connection, int cube, RollupRead read, HashSet<long> keys)
    {
        long from = RollupGrid.SliceOf(read.From, RollupGrain.QuarterHour);
        long to = RollupGrid.SliceOf(read.To, RollupGrain.QuarterHour);
        using var tail = new Statement(connection, Tail);
        tail.Bind(0, (long)cube);
        tail.Bind(1, from);
        tail.Bind(2, to);
        while (tail.Step())
        {
            ReadOnlySpan<byte> rest = tail.Blob(0);
            while (!rest.IsEmpty)
            {
                CellPlace place = TailCodec.Next(ref rest, out _);
                if (place.Slice >= from && place.Slice < to) keys.Add(place.Key);
            }
        }
    }
}
