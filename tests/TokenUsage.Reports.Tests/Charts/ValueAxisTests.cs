using TokenUsage.Reports.Charts;

namespace TokenUsage.Reports.Tests.Charts;

public sealed class ValueAxisTests
{
    [Theory]
    [InlineData(0.037, 0.04)]
    [InlineData(4.1, 5)]
    [InlineData(100, 100)]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    public void The_top_is_round_and_above_the_values(double most, double top) =>
        new ValueAxis(most).Most.Should().BeApproximately(top, 1e-9);

    [Fact]
    public void Bars_begin_at_zero() => new ValueAxis(7).Place(0, 100).Should().Be(0);
}
