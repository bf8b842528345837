using System.Buffers.Binary;

namespace TokenUsage.Analysis;

/// <summary>
/// Reads what <see cref="StateWriter"/> wrote; a short or impossible state sets a flag instead of throwing half way.
/// </summary>
internal ref struct StateReader(ReadOnlySpan<byte> buffer)
{
    private readonly ReadOnlySpan<byte> _buffer = buffer;
    private int _read;

    /// <summary>Gets whether anything was missing or impossible.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Gets whether the state was read to its last byte and made sense.</summary>
    public readonly bool IsComplete => !HasFailed && _read == _buffer.Length;

    public double ReadDouble()
    {
        double value = BitConverter.Int64BitsToDouble(ReadInt64());
        HasFailed |= double.IsNaN(value);
        return value;
    }

    public long ReadInt64() =>
        Take(sizeof(long)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public int ReadInt32() =>
        Take(sizeof(int)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : 0;

    /// <summary>Reads an index below a limit.</summary>
    public int ReadInt32(int limit)
    {
        int value = ReadInt32();
        if (value >= 0 && value < limit) return value;

        HasFailed = true;
        return 0;
    }

    public void Read(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = ReadDouble();
    }

    public void Read(Span<byte> values) => Take(values.Length).CopyTo(values);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_buffer.Length - _read < length)
        {
            HasFailed = true;
            return [];
        }

        _read += length;
        return _buffer.Slice(_read - length, length);
    }
}
