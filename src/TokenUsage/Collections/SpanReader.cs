using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenUsage.Collections;

/// <summary>Reads what <see cref="SpanWriter"/> wrote. Never throws: at the first fault it says so and gives zeros.</summary>
internal ref struct SpanReader(ReadOnlySpan<byte> buffer)
{
    private const int DecimalBytes = 16;
    private const int ScaleShift = 16;
    private const int ScaleMask = 0xFF << ScaleShift;
    private const int MaxDecimalScale = 28;

    private ReadOnlySpan<byte> _rest = buffer;

    /// <summary>Gets whether something was not there or not valid. What was read is then of no use.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Gets whether everything is read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1) is [byte value] ? value : (byte)0;

    public uint UInt32() =>
        Take(sizeof(uint)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public long Int64() =>
        Take(sizeof(long)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public Guid Guid() => Take(16) is { Length: > 0 } bytes ? new Guid(bytes) : System.Guid.Empty;

    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        return Broken();
    }

    public long Signed()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public decimal Decimal()
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<byte, int>(Take(DecimalBytes));
        if (bits.IsEmpty) return 0;

        int flags = bits[3];
        bool isValid = (flags & ~(ScaleMask | int.MinValue)) == 0
            && (flags & ScaleMask) >> ScaleShift <= MaxDecimalScale;
        return isValid ? new decimal(bits) : Broken();
    }

    public string String() => Encoding.UTF8.GetString(Take(Count()));

    /// <summary>Reads how many bytes or items follow; never more than there are bytes.</summary>
    public int Count()
    {
        ulong count = Varint();
        return count <= (ulong)_rest.Length ? (int)count : Broken();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Broken();
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private byte Broken()
    {
        IsBroken = true;
        _rest = default;
        return 0;
    }
}
