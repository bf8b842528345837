namespace TokenUsage.Redis;

/// <summary>Times as the scripts count them: microseconds since 1970, of which doubles hold 2⁵³ − 1 exactly.</summary>
internal static class Micros
{
    /// <summary>The end of time, in the year 2255.</summary>
    public const long Forever = (1L << 53) - 1;

    public static long Now(TimeProvider time) => time.GetUtcNow().Subtract(DateTimeOffset.UnixEpoch).Ticks / 10;

    /// <summary>Gets a length, at most <see cref="Forever"/>; an infinite one is that.</summary>
    public static long Of(TimeSpan length) =>
        length < TimeSpan.Zero ? Forever : Math.Min(length.Ticks / TimeSpan.TicksPerMicrosecond, Forever);
}
