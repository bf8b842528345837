using System.Buffers;
using Microsoft.Data.Sqlite;
using TokenUsage.Sqlite.Rollups;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Schema;

/// <summary>Moves the latest rollups of schema 1 to where schema 2 has them.</summary>
/// <remarks>They were cut by the quarter-hour: all of them go to its first minute, which nobody reads before <c>minutes_from</c>.</remarks>
internal static class TailUpgrade
{
    public static void Run(SqliteConnection connection)
    {
        using var tail = new Statement(connection, "SELECT cube, batch, cells FROM rollup_tail");
        using var batch = new Statement(connection, "INSERT INTO rollup_batch VALUES (?, ?, ?, ?)");
        using var pending = new Statement(connection, "INSERT OR IGNORE INTO rollup_pending VALUES (?, ?)");
        while (tail.Step())
        {
            foreach ((long slice, ArrayBufferWriter<byte> cells) in SplitBySlice(tail.Blob(2)))
            {
                batch.Bind(0, tail.Int64(0));
                batch.Bind(1, slice);
                batch.Bind(2, tail.Int64(1));
                batch.Bind(3, cells.WrittenSpan);
                batch.Run();
                pending.Bind(0, tail.Int64(1));
                pending.Bind(1, slice);
                pending.Run();
            }
        }
    }

    private static SortedDictionary<long, ArrayBufferWriter<byte>> SplitBySlice(ReadOnlySpan<byte> rest)
    {
        var slices = new SortedDictionary<long, ArrayBufferWriter<byte>>();
        while (!rest.IsEmpty)
        {
            long slice = Varint.Read(ref rest);
            long key = Varint.Read(ref rest);
            int length = checked((int)Varint.Read(ref rest));
            if (!slices.TryGetValue(slice, out ArrayBufferWriter<byte>? cells)) slices[slice] = cells = new();
            CellPacking.Write(cells, slice * RollupGrid.MinutesPerQuarter, key, rest[..length]);
            rest = rest[length..];
        }

        return slices;
    }
}
