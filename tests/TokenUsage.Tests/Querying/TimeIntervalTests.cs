namespace TokenUsage.Tests.Querying;

public sealed class TimeIntervalTests
{
    [Theory]
    [InlineData("15m", 15, TimeUnit.Minute)]
    [InlineData("1h", 1, TimeUnit.Hour)]
    [InlineData("day", 1, TimeUnit.Day)]
    [InlineData("2W", 2, TimeUnit.Week)]
    [InlineData("3mo", 3, TimeUnit.Month)]
    public void What_people_write_is_read(string text, int count, TimeUnit unit)
    {
        TimeInterval.TryParse(text, out TimeInterval interval).Should().BeTrue();

        interval.Should().Be(new TimeInterval(count, unit));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("1.5h")]
    [InlineData("1 d")]
    [InlineData("99999999999d")]
    [InlineData("fortnight")]
    public void What_is_no_interval_is_told_apart(string? text) =>
        TimeInterval.TryParse(text, out _).Should().BeFalse();
}
