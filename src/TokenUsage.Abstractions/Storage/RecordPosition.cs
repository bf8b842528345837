using System.Buffers.Text;
using System.Buffers.Binary;

namespace TokenUsage.Storage;

/// <summary>A place in the order of records: by start, then by id. A record added later never moves another.</summary>
/// <param name="StartedAt">When the record before the place started.</param>
/// <param name="Id">That record's id.</param>
public readonly record struct RecordPosition(DateTimeOffset StartedAt, Guid Id) : IComparable<RecordPosition>
{
    private const byte Version = 1;
    private const int Size = 1 + sizeof(long) + 16;

    /// <summary>Gets the position of a record.</summary>
    public static RecordPosition Of(UsageRecord record) => new(record.StartedAt, record.Id);

    /// <summary>Reads what <see cref="ToCursor"/> wrote.</summary>
    /// <returns><see langword="false"/> when the text is no cursor.</returns>
    public static bool TryParse(string? cursor, out RecordPosition position)
    {
        position = default;
        Span<byte> bytes = stackalloc byte[Size + 2];
        if (cursor is null || cursor.Length > Size * 2 || !Base64Url.IsValid(cursor)) return false;
        if (!Base64Url.TryDecodeFromChars(cursor, bytes, out int length) || length != Size) return false;

        long ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        if (bytes[0] != Version || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks) return false;
        position = new RecordPosition(
            new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[9..Size], bigEndian: true));
        return true;
    }

    /// <summary>Writes the position as text that is safe in a URL.</summary>
    public string ToCursor()
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], StartedAt.UtcTicks);
        Id.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Compares by start, then by the bytes of the id.</summary>
    public int CompareTo(RecordPosition other)
    {
        int byStart = StartedAt.UtcTicks.CompareTo(other.StartedAt.UtcTicks);
        return byStart != 0 ? byStart : CompareBytes(Id, other.Id);
    }

    /// <summary>Says whether one position lies before another.</summary>
    public static bool operator <(RecordPosition left, RecordPosition right) => left.CompareTo(right) < 0;

    /// <summary>Says whether one position lies after another.</summary>
    public static bool operator >(RecordPosition left, RecordPosition right) => left.CompareTo(right) > 0;

    /// <summary>Says whether one position does not lie after another.</summary>
    public static bool operator <=(RecordPosition left, RecordPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Says whether one position does not lie before another.</summary>
    public static bool operator >=(RecordPosition left, RecordPosition right) => left.CompareTo(right) >= 0;

    // Guid's own order treats its first fields as numbers; databases order the bytes as they are written.
    private static int CompareBytes(Guid left, Guid right)
    {
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        left.TryWriteBytes(a, bigEndian: true, out _);
        right.TryWriteBytes(b, bigEndian: true, out _);
        return a.SequenceCompareTo(b);
    }
}
