using System.Buffers;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Packs the cells of one cube and one quarter-hour into a blob: the minute in it, the key, the cell's bytes.</summary>
internal static class CellPacking
{
    public static void Write(IBufferWriter<byte> output, long minute, long key, ReadOnlySpan<byte> cell)
    {
        Varint.Write(output, minute % RollupGrid.MinutesPerQuarter);
        Varint.Write(output, key);
        Varint.Write(output, cell.Length);
        output.Write(cell);
    }

    /// <summary>Reads the next cell of the quarter-hour <paramref name="slice"/> and moves past it.</summary>
    /// <returns>The number of its minute, and its key.</returns>
    public static CellPlace Next(long slice, scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> cell)
    {
        long minute = (slice * RollupGrid.MinutesPerQuarter) + Varint.Read(ref rest);
        long key = Varint.Read(ref rest);
        long length = Varint.Read(ref rest);
        if (length < 0 || length > rest.Length)
        {
            throw new InvalidDataException(
                "A rollup by the minute is cut off. Check the disk, then run 'token-usage store audit --repair'.");
        }

        cell = rest[..(int)length];
        rest = rest[(int)length..];
        return new CellPlace(minute, key);
    }
}
