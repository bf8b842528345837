using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class SeriesStatisticsTests
{
    [Fact]
    public void The_figures_are_those_of_the_textbook()
    {
        var statistics = SeriesStatistics.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        statistics.Count.Should().Be(8);
        statistics.Sum.Should().Be(40);
        statistics.Mean.Should().Be(5);
        statistics.Median.Should().Be(4.5);
        statistics.StandardDeviation.Should().BeApproximately(2.13809, 1e-5);
        statistics.Skewness.Should().BeApproximately(0.81849, 1e-5);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 17.5)]
    [InlineData(0.95, 38.5)]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    public void Percentiles_are_interpolated(double share, double value) =>
        SeriesStatistics.Of([40, 10, 30, 20]).Percentile(share).Should().BeApproximately(value, 1e-12);

    [Fact]
    public void What_is_no_number_is_not_counted() =>
        SeriesStatistics.Of([1, double.NaN, 3, double.PositiveInfinity]).Count.Should().Be(2);

    [Fact]
    public void Of_nothing_all_is_zero() => SeriesStatistics.Of([]).Most.Should().Be(0);
}
