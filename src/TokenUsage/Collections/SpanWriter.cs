using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenUsage.Collections;

/// <summary>Writes compact values into a buffer. Past its end it writes nothing more and says so.</summary>
internal ref struct SpanWriter(Span<byte> buffer)
{
    private const int MaxVarintBytes = 10;
    private const int MaxUtf8PerChar = 3;
    private const int MaxShortChars = 0x7F / MaxUtf8PerChar;
    private const int MaxAsciiChars = 0x7F;
    private const int DecimalBytes = 16;

    private readonly Span<byte> _buffer = buffer;

    /// <summary>Gets how many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>Gets whether something did not fit. What is written is then of no use.</summary>
    public bool IsOverflown { get; private set; }

    public void Byte(byte value)
    {
        if (HasRoom(1)) _buffer[Length++] = value;
    }

    /// <summary>Writes a number over bytes that are written already.</summary>
    public readonly void UInt32At(int offset, uint value)
    {
        if (!IsOverflown) BinaryPrimitives.WriteUInt32LittleEndian(_buffer[offset..], value);
    }

    public void UInt32(uint value)
    {
        if (!HasRoom(sizeof(uint))) return;

        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[Length..], value);
        Length += sizeof(uint);
    }

    public void Int64(long value)
    {
        if (!HasRoom(sizeof(long))) return;

        BinaryPrimitives.WriteInt64LittleEndian(_buffer[Length..], value);
        Length += sizeof(long);
    }

    public void Guid(Guid value)
    {
        if (!HasRoom(16)) return;

        value.TryWriteBytes(_buffer[Length..]);
        Length += 16;
    }

    /// <summary>Writes seven bits a byte, lowest first.</summary>
    public void Varint(ulong value)
    {
        if (!HasRoom(MaxVarintBytes)) return;

        while (value >= 0x80)
        {
            _buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[Length++] = (byte)value;
    }

    /// <summary>Writes a number whose small values, of either sign, are short.</summary>
    public void Signed(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes 16 bytes: packing an amount into six took as long as writing two names.</summary>
    public void Decimal(decimal value)
    {
        if (!HasRoom(DecimalBytes)) return;

        decimal.GetBits(value, MemoryMarshal.Cast<byte, int>(_buffer.Slice(Length, DecimalBytes)));
        Length += DecimalBytes;
    }

    /// <summary>Writes length and UTF-8. A lone surrogate becomes the replacement character.</summary>
    public void String(string value)
    {
        if (TryAscii(value)) return;

        if (value.Length <= MaxShortChars)
        {
            // The length then fits one byte whatever the text: encoded in one pass.
            if (!HasRoom(1 + (value.Length * MaxUtf8PerChar))) return;

            int written = Encoding.UTF8.GetBytes(value, _buffer[(Length + 1)..]);
            _buffer[Length] = (byte)written;
            Length += 1 + written;
            return;
        }

        int bytes = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)bytes);
        if (HasRoom(bytes)) Length += Encoding.UTF8.GetBytes(value, _buffer[Length..]);
    }

    // Almost every name is ASCII, whose length is known before: a tenth off a whole record.
    private bool TryAscii(string value)
    {
        if (value.Length > MaxAsciiChars || !HasRoom(1 + value.Length)) return false;
        if (Ascii.FromUtf16(value, _buffer[(Length + 1)..], out int written) != OperationStatus.Done) return false;

        _buffer[Length] = (byte)written;
        Length += 1 + written;
        return true;
    }

    private bool HasRoom(int bytes)
    {
        if (!IsOverflown && bytes <= _buffer.Length - Length) return true;

        IsOverflown = true;
        return false;
    }
}
