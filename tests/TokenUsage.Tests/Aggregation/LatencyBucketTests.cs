using CsCheck;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Aggregation;

public sealed class LatencyBucketTests
{
    private const double MinTicks = TimeSpan.TicksPerMillisecond / 10;

    // Stored sketches were written with the logarithm: a value must never change its bucket.
    [Fact]
    public void Buckets_are_those_of_the_logarithm_for_every_length() =>
        Gen.Int[0, 62].SelectMany(bits => Gen.Long[0, 1L << bits]).Sample(
            ticks => LatencySketch.BucketOf(new TimeSpan(ticks)) == Define(ticks), iter: 1_000_000);

    [Fact]
    public void Buckets_are_those_of_the_logarithm_around_every_bound()
    {
        double gamma = 1.02 / 0.98;
        for (int bucket = 0; bucket < LatencySketch.Buckets; bucket++)
        {
            long bound = (long)(MinTicks * Math.Pow(gamma, bucket));
            for (long ticks = bound - 3; ticks <= bound + 3; ticks++)
            {
                LatencySketch.BucketOf(new TimeSpan(ticks)).Should().Be(Define(ticks), "{0} ticks", ticks);
            }
        }
    }

    private static int Define(long ticks) => ticks <= MinTicks
        ? 0
        : Math.Min(
            (int)Math.Ceiling(Math.Log(ticks / MinTicks) * (1 / Math.Log(1.02 / 0.98))), LatencySketch.Buckets - 1);
}
