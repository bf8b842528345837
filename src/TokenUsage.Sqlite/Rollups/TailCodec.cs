using System.Buffers;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Rollups;

/// <summary>Packs the cells that one batch touches in one cube into one blob.</summary>
internal static class TailCodec
{
    public static void Write(
        IBufferWriter<byte> output, ArrayBufferWriter<byte> scratch,
        IEnumerable<KeyValuePair<CellPlace, RollupCell>> cells)
    {
        foreach ((CellPlace place, RollupCell cell) in cells)
        {
            scratch.ResetWrittenCount();
            cell.Encode(scratch);
            Varint.Write(output, place.Slice);
            Varint.Write(output, place.Key);
            Varint.Write(output, scratch.WrittenCount);
            output.Write(scratch.WrittenSpan);
        }
    }

    /// <summary>Reads the next cell and moves past it.</summary>
    public static CellPlace Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> cell)
    {
        var place = new CellPlace(Varint.Read(ref rest), Varint.Read(ref rest));
        long length = Varint.Read(ref rest);
        if (length < 0 || length > rest.Length)
            throw new InvalidDataException("A rollup of the latest batches is cut off.");
        cell = rest[..(int)length];
        rest = rest[(int)length..];
        return place;
    }
}
