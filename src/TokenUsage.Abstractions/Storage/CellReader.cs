namespace TokenUsage.Storage;

/// <summary>Reads what <see cref="CellWriter"/> wrote. Trusts nothing: the bytes come from a file.</summary>
internal ref struct CellReader(ReadOnlySpan<byte> input)
{
    private const int MaxScale = 28;
    private const int SignFlag = 0x80;
    private const int MaxCountBytes = 9; // of seven bits each

    private ReadOnlySpan<byte> _rest = input;

    public byte ReadByte()
    {
        if (_rest.IsEmpty) throw Broken("ends too early");
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long ReadCount()
    {
        ulong value = 0;
        int length = Math.Min(_rest.Length, MaxCountBytes);
        for (int i = 0; i < length; i++)
        {
            byte next = _rest[i];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next > 0x7f) continue;
            _rest = _rest[(i + 1)..];
            return (long)value;
        }

        throw Broken(length < MaxCountBytes ? "ends too early" : "holds a number beyond 63 bits");
    }

    public decimal ReadDecimal()
    {
        byte head = ReadByte();
        int scale = head & ~SignFlag;
        if (scale <= MaxScale && IsShort())
        {
            long small = ReadCount();
            return new decimal((int)small, (int)(small >> 32), 0, head >= SignFlag, (byte)scale);
        }

        UInt128 mantissa = ReadWide();
        if (scale > MaxScale || mantissa >> 96 != 0) throw Broken("holds an amount that is no decimal");
        return new decimal(
            (int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), head >= SignFlag,
            (byte)scale);
    }

    public ReadOnlySpan<byte> ReadText()
    {
        long length = ReadCount();
        if (length > _rest.Length) throw Broken("ends inside a name");
        ReadOnlySpan<byte> text = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return text;
    }

    private readonly bool IsShort() =>
        _rest[..Math.Min(_rest.Length, MaxCountBytes)].IndexOfAnyInRange((byte)0, (byte)0x7f) >= 0;

    private UInt128 ReadWide()
    {
        UInt128 value = 0;
        for (int shift = 0; shift < 105; shift += 7)
        {
            byte next = ReadByte();
            value |= (UInt128)(byte)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw Broken("holds a number beyond 96 bits");
    }

    private static InvalidDataException Broken(string fault) => new(
        $"A rollup cell {fault}. Check the disk, then rebuild the rollups or restore a backup.");
}
