using System.Buffers.Binary;
using System.Text;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Writes the lines of a lease into one blob: a lease is then one row, however many quotas it holds of.</summary>
internal sealed class LeaseCodec
{
    private const int Fixed = 1 + 1 + 8 + 8 + 8 + 16 + 4;

    private byte[] _bytes = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Begin() => _length = 0;

    public void Add(in LeaseLine line)
    {
        int text = Encoding.UTF8.GetByteCount(line.Account);
        int needed = _length + Fixed + text;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));

        Span<byte> to = _bytes.AsSpan(_length);
        to[0] = (byte)line.Shape;
        to[1] = (byte)line.Unit;
        BinaryPrimitives.WriteInt64LittleEndian(to[2..], line.Slot);
        BinaryPrimitives.WriteInt64LittleEndian(to[10..], line.Amount);
        BinaryPrimitives.WriteInt64LittleEndian(to[18..], line.LengthMicros);
        BinaryPrimitives.WriteInt128LittleEndian(to[26..], line.Mark);
        BinaryPrimitives.WriteInt32LittleEndian(to[42..], text);
        Encoding.UTF8.GetBytes(line.Account, to[Fixed..]);
        _length = needed;
    }

    public static void Read(ReadOnlySpan<byte> from, List<LeaseLine> lines)
    {
        lines.Clear();
        while (from.Length >= Fixed)
        {
            int text = BinaryPrimitives.ReadInt32LittleEndian(from[42..]);
            lines.Add(new LeaseLine
            {
                Shape = (LedgerShape)from[0],
                Unit = (QuotaUnit)from[1],
                Slot = BinaryPrimitives.ReadInt64LittleEndian(from[2..]),
                Amount = BinaryPrimitives.ReadInt64LittleEndian(from[10..]),
                LengthMicros = BinaryPrimitives.ReadInt64LittleEndian(from[18..]),
                Mark = BinaryPrimitives.ReadInt128LittleEndian(from[26..]),
                Account = Encoding.UTF8.GetString(from.Slice(Fixed, text)),
            });
            from = from[(Fixed + text)..];
        }
    }
}
