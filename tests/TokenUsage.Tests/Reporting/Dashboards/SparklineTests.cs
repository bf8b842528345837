using TokenUsage.Reporting.Dashboards;

namespace TokenUsage.Tests.Reporting.Dashboards;

public sealed class SparklineTests
{
    [Fact]
    public void Blocks_stand_on_zero()
    {
        Sparkline.Line([0, 50, 100], 3).Should().Be(" ▄█");
    }

    [Fact]
    public void What_is_more_than_nothing_is_seen()
    {
        Sparkline.Line([0.001, 100], 2).Should().Be("▁█");
    }

    [Fact]
    public void Of_too_many_values_the_last_are_shown()
    {
        Sparkline.Line([100, 0, 100], 2).Should().Be(" █");
    }
}
