namespace TokenUsage.Admission;

/// <summary>
/// Instants as whole microseconds since 1970-01-01T00:00Z: the ledgers' time, which every backend can hold exactly.
/// </summary>
internal static class UnixMicros
{
    public const long PerSecond = 1_000_000;
    public const long PerHour = 3_600 * PerSecond;
    public const long PerDay = 24 * PerHour;

    public static long Now(TimeProvider time) => Of(time.GetUtcNow());

    public static long Of(DateTimeOffset instant) => OfUtcTicks(instant.UtcTicks);

    public static long Of(DateTime utc) => OfUtcTicks(utc.Ticks);

    public static long Of(TimeSpan length) =>
        length == Timeout.InfiniteTimeSpan ? long.MaxValue : length.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTime ToUtc(long micros) =>
        new(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <summary>Gets the instant, or null for the open ends of a window that has none.</summary>
    public static DateTimeOffset? ToTime(long micros) =>
        micros is <= 0 or >= long.MaxValue / TimeSpan.TicksPerMicrosecond / 2 || !IsRepresentable(micros)
            ? null
            : new DateTimeOffset(ToUtc(micros));

    /// <summary>Adds a length to an instant; what lies beyond the end of time is the end of time.</summary>
    public static long Add(long micros, long length) =>
        length > long.MaxValue - Math.Max(micros, 0) ? long.MaxValue : micros + length;

    private static long OfUtcTicks(long ticks) => (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static bool IsRepresentable(long micros) =>
        micros <= (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
