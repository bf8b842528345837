using System.Buffers;

namespace TokenUsage.Sqlite;

/// <summary>Whole numbers of seven bits a byte, low ones first.</summary>
internal static class Varint
{
    private const int MaxBytes = 10;

    public static void Write(IBufferWriter<byte> output, long value)
    {
        Span<byte> span = output.GetSpan(MaxBytes);
        ulong rest = (ulong)value;
        int length = 0;
        for (; rest > 0x7f; rest >>= 7) span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        output.Advance(length);
    }

    public static long Read(ref ReadOnlySpan<byte> input)
    {
        ulong value = 0;
        for (int i = 0; i < MaxBytes && i < input.Length; i++)
        {
            value |= (ulong)(input[i] & 0x7f) << (7 * i);
            if (input[i] > 0x7f) continue;
            input = input[(i + 1)..];
            return (long)value;
        }

        throw new InvalidDataException(
            "A rollup of the latest batches is cut off. Check the disk, then restore a backup.");
    }
}
