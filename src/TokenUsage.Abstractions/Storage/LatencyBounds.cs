using System.Numerics;

namespace TokenUsage.Storage;

/// <summary>Finds the bucket of a time without a logarithm, which took longer than everything else a record adds.</summary>
/// <remarks>The bounds come from the logarithm itself: both ways name the same bucket for every value.</remarks>
internal static class LatencyBounds
{
    private const double Gamma = 1.02 / 0.98;
    private const int MantissaBits = 5;
    private const long MinTicks = TimeSpan.TicksPerMillisecond / 10;
    private static readonly double InverseLogGamma = 1 / Math.Log(Gamma);

    // The greatest value of each bucket, and the bucket of the least value whose leading bits are the same.
    private static readonly long[] Greatest = [.. Enumerable.Range(0, LatencySketch.Buckets).Select(GreatestOf)];
    private static readonly ushort[] First = [.. Enumerable.Range(0, 64 << MantissaBits).Select(FirstOf)];

    public static int BucketOf(long ticks)
    {
        if (ticks <= MinTicks) return 0;

        int exponent = BitOperations.Log2((ulong)ticks); // 9 at least, so that the shift is not below zero
        int mantissa = (int)(ticks >> (exponent - MantissaBits)) & ((1 << MantissaBits) - 1);
        int bucket = First[(exponent << MantissaBits) | mantissa];
        while (ticks > Greatest[bucket]) bucket++;
        return bucket;
    }

    /// <summary>Finds the bucket as it is defined.</summary>
    internal static int Define(long ticks) => ticks <= MinTicks
        ? 0
        : Math.Min(
            (int)Math.Ceiling(Math.Log(ticks / (double)MinTicks) * InverseLogGamma), LatencySketch.Buckets - 1);

    private static long GreatestOf(int bucket)
    {
        if (bucket == LatencySketch.Buckets - 1) return long.MaxValue;

        long inside = 0;
        long beyond = TimeSpan.TicksPerDay * 10;
        while (beyond - inside > 1)
        {
            long middle = inside + ((beyond - inside) / 2);
            if (Define(middle) <= bucket) inside = middle;
            else beyond = middle;
        }

        return inside;
    }

    private static ushort FirstOf(int leading)
    {
        int exponent = leading >> MantissaBits;
        if (exponent is < MantissaBits or > 62) return 0;
        long least = (1L << exponent) | ((long)(leading & ((1 << MantissaBits) - 1)) << (exponent - MantissaBits));
        return (ushort)Define(least);
    }
}
