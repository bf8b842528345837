using System.Buffers;
using System.Buffers.Binary;

namespace TokenUsage.Analysis;

/// <summary>Writes numbers little-endian.</summary>
internal readonly ref struct StateWriter(IBufferWriter<byte> output)
{
    public void Write(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), value);
        output.Advance(sizeof(double));
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void Write(ReadOnlySpan<double> values)
    {
        foreach (double value in values) Write(value);
    }

    public void Write(ReadOnlySpan<byte> values) => output.Write(values);
}
