using System.Buffers;
using System.Text;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Rollups;

/// <summary>Packs the cells that one batch touches in one cube into one value.</summary>
internal static class TailCodec
{
    public static void Write(
        IBufferWriter<byte> output, ArrayBufferWriter<byte> scratch, CellPlace place, RollupCell cell)
    {
        Varint.Write(output, place.Slice);
        for (int i = 0; i < place.Key.Count; i++) WriteText(output, place.Key[i]);
        scratch.ResetWrittenCount();
        cell.Encode(scratch);
        Varint.Write(output, scratch.WrittenCount);
        output.Write(scratch.WrittenSpan);
    }

    /// <summary>Reads the next cell and moves past it.</summary>
    /// <param name="blob">The whole value.</param>
    /// <param name="offset">Where the cell begins; then, where the next one does.</param>
    /// <param name="dimensions">How many values a key of the cube has.</param>
    /// <param name="cell">The cell's bytes.</param>
    public static CellPlace Next(
        ReadOnlyMemory<byte> blob, ref int offset, int dimensions, out ReadOnlyMemory<byte> cell)
    {
        ReadOnlySpan<byte> rest = blob.Span[offset..];
        long slice = Varint.Read(ref rest);
        RollupKey key = ReadKey(ref rest, dimensions);
        long length = Varint.Read(ref rest);
        if (length < 0 || length > rest.Length) throw CutOff();
        int start = blob.Length - rest.Length;
        cell = blob.Slice(start, (int)length);
        offset = start + (int)length;
        return new CellPlace(slice, key);
    }

    private static RollupKey ReadKey(ref ReadOnlySpan<byte> rest, int dimensions)
    {
        if (dimensions == 1) return new RollupKey(ReadText(ref rest));
        var texts = new string?[dimensions];
        for (int i = 0; i < texts.Length; i++) texts[i] = ReadText(ref rest);
        return new RollupKey(texts);
    }

    // Zero for none, else one more than the length.
    private static void WriteText(IBufferWriter<byte> output, string? text)
    {
        Varint.Write(output, text is null ? 0 : Encoding.UTF8.GetByteCount(text) + 1);
        if (text is not null) Encoding.UTF8.GetBytes(text, output);
    }

    private static string? ReadText(ref ReadOnlySpan<byte> rest)
    {
        long length = Varint.Read(ref rest) - 1;
        if (length < 0) return null;
        if (length > rest.Length) throw CutOff();
        string text = Encoding.UTF8.GetString(rest[..(int)length]);
        rest = rest[(int)length..];
        return text;
    }

    private static InvalidDataException CutOff() =>
        new("A rollup of the latest batches is cut off. Check the disk, then restore a backup.");
}
