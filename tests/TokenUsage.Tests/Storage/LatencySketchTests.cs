using CsCheck;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Storage;

public sealed class LatencySketchTests
{
    private static readonly Gen<long> Ticks =
        Gen.Double[Math.Log(TimeSpan.TicksPerMillisecond / 10.0), Math.Log(TimeSpan.TicksPerDay)].Select(
            l => (long)Math.Exp(l));

    [Fact]
    public void Percentiles_are_within_two_percent_of_the_value_at_their_rank() =>
        Gen.Select(Ticks.Array[1, 400], Gen.Double[0, 1]).Sample((values, quantile) =>
        {
            var sketch = new LatencySketch();
            foreach (long value in values) sketch.Add(new TimeSpan(value));
            Array.Sort(values);
            long exact = values[Math.Max((int)Math.Ceiling(quantile * values.Length), 1) - 1];

            double found = sketch.Quantile(quantile).Ticks;

            return Math.Abs(found - exact) <= (exact * 0.02) + 1;
        });

    [Fact]
    public void The_mean_is_exact()
    {
        var sketch = new LatencySketch();
        sketch.Add(TimeSpan.FromMilliseconds(100));
        sketch.Add(TimeSpan.FromMilliseconds(201));

        sketch.Summarize()!.Mean.Should().Be(TimeSpan.FromMilliseconds(150.5));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(1)]
    public void Less_than_can_be_told_apart_counts_as_the_least(long ticks)
    {
        var sketch = new LatencySketch();
        sketch.Add(new TimeSpan(ticks));

        sketch.Quantile(0.5).Should().Be(TimeSpan.FromMilliseconds(0.1));
    }

    [Fact]
    public void Without_values_there_is_no_summary() => new LatencySketch().Summarize().Should().BeNull();

    [Fact]
    public void A_year_fits_the_last_bucket() =>
        LatencySketch.BucketOf(TimeSpan.FromDays(365)).Should().Be(LatencySketch.Buckets - 1);
}
