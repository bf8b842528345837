using System.Buffers;

namespace TokenUsage.Storage;

/// <summary>Whole numbers as stores pack them: seven bits a byte, low ones first, since most are small.</summary>
/// <remarks>The format is that of unsigned LEB128 (DWARF 4, section 7.6); a negative number takes ten bytes.</remarks>
public static class Varint
{
    /// <summary>The most bytes of one number: 10.</summary>
    public const int MaxBytes = 10;

    /// <summary>Appends a number.</summary>
    /// <param name="output">Where to; it advances by 1 to <see cref="MaxBytes"/> bytes.</param>
    /// <param name="value">Any number.</param>
    public static void Write(IBufferWriter<byte> output, long value)
    {
        ArgumentNullException.ThrowIfNull(output);

        Span<byte> span = output.GetSpan(MaxBytes);
        ulong rest = (ulong)value;
        int length = 0;
        for (; rest > 0x7f; rest >>= 7) span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        output.Advance(length);
    }

    /// <summary>Reads a number.</summary>
    /// <param name="input">What begins with it; afterwards, what follows it.</param>
    /// <exception cref="InvalidDataException">The bytes end inside the number.</exception>
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
            "A number in the store's packed columns is cut off. Check the disk, then restore a backup.");
    }
}
