using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Records;

/// <summary>A record with what the store works out of it.</summary>
internal sealed class StoredRecord
{
    private static readonly DateTimeOffset FirstDay = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset LastDay = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public StoredRecord(UsageRecord record)
    {
        Record = record;
        Digest = RecordDigest.Of(Record);
        Day = DayOf(Record.Id);
    }

    public UsageRecord Record { get; }

    public long Digest { get; }

    /// <summary>Gets the day whose partition holds the record.</summary>
    public DateOnly Day { get; }

    /// <summary>Works out the day of an id; <see cref="DateOnly.MinValue"/> where it names none.</summary>
    /// <remarks>Of the id only, and never of today's date: the same id must always meet the same unique index.</remarks>
    public static DateOnly DayOf(Guid id)
    {
        if (id.Version != 7) return DateOnly.MinValue;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (byte part in bytes[..6]) milliseconds = (milliseconds << 8) | part;
        if (milliseconds < FirstDay.ToUnixTimeMilliseconds() || milliseconds >= LastDay.ToUnixTimeMilliseconds())
            return DateOnly.MinValue;
        return DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
    }

    /// <summary>Cuts an instant to what the database's type holds; the rest is kept beside it.</summary>
    public static (DateTime Micros, short Ticks) Split(DateTimeOffset at)
    {
        long ticks = at.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return (new DateTime(at.UtcTicks - ticks, DateTimeKind.Utc), (short)ticks);
    }
}
