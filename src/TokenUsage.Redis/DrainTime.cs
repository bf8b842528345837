namespace TokenUsage.Redis;

/// <summary>How long a bucket takes to drain an amount: microseconds, and a fraction whose denominator is the rate.</summary>
/// <remarks>Worked out here, because the product of an amount and a length needs more bits than Lua's numbers have.</remarks>
internal readonly record struct DrainTime(long Micros, long Fraction)
{
    /// <summary>The greatest rate: sums of two fractions must stay below 2⁵⁴.</summary>
    public const long MaxRate = Redis.Micros.Forever;

    private const long Most = 1L << 52; // 142 years: a bucket that full is never waited for

    public static DrainTime Of(long amount, long lengthMicros, long rate)
    {
        if (rate <= 0 || amount <= 0) return default;

        Int128 product = Math.BigMul(amount, lengthMicros);
        Int128 micros = product / rate;
        return micros >= Most ? new DrainTime(Most, 0) : new DrainTime((long)micros, (long)(product % rate));
    }

    /// <summary>Gets the amount that takes this time, rounded up.</summary>
    public long ToAmount(long lengthMicros, long rate)
    {
        if (rate <= 0 || lengthMicros <= 0) return 0;

        Int128 amount = (Math.BigMul(Micros, rate) + Fraction + lengthMicros - 1) / lengthMicros;
        return (long)Int128.Min(amount, long.MaxValue);
    }
}
