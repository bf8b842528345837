using System.Buffers;

namespace TokenUsage.Storage;

/// <summary>Writes rollup cells: numbers of seven bits a byte, low ones first, since most counts are small.</summary>
internal readonly ref struct CellWriter(IBufferWriter<byte> output)
{
    private const int MaxBytes = 19;
    private const int SignFlag = 0x80;

    public void Write(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Write(long value)
    {
        Span<byte> span = output.GetSpan(MaxBytes);
        int length = 0;
        ulong rest = (ulong)value;
        for (; rest > 0x7f; rest >>= 7) span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        output.Advance(length);
    }

    public void Write(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Write((byte)(value.Scale | (value < 0 ? SignFlag : 0)));
        ulong low = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        if (parts[2] == 0 && low <= long.MaxValue) Write((long)low); // the same bytes, without wide arithmetic
        else Write(new UInt128((uint)parts[2], low));
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        Write((long)text.Length);
        output.Write(text);
    }

    private void Write(UInt128 value)
    {
        Span<byte> span = output.GetSpan(MaxBytes);
        int length = 0;
        while (value > 0x7f)
        {
            span[length++] = (byte)((byte)value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }
}
