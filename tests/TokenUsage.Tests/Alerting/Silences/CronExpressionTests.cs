using TokenUsage.Alerting.Silences;

namespace TokenUsage.Tests.Alerting.Silences;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-22T12:34", true)]
    [InlineData("0 22 * * 1-5", "2026-11-20T22:00", true)]
    [InlineData("0 22 * * 1-5", "2026-11-21T22:00", false)]
    [InlineData("*/15 8-18 * * *", "2026-11-22T08:45", true)]
    [InlineData("*/15 8-18 * * *", "2026-11-22T08:46", false)]
    [InlineData("5/20 * * * *", "2026-11-22T08:45", true)]
    [InlineData("0 0 1,15 * *", "2026-11-15T00:00", true)]
    [InlineData("0 0 * 2,12 7", "2026-12-06T00:00", true)]
    [InlineData("0 0 13 * 5", "2026-11-20T00:00", true)]
    [InlineData("0 0 13 * 5", "2026-11-13T00:00", true)]
    [InlineData("0 0 13 * 5", "2026-11-14T00:00", false)]
    public void An_expression_names_minutes(string cron, string local, bool isNamed) =>
        CronExpression.Parse(cron)
            .Names(DateTimeOffset.Parse(local + "Z", System.Globalization.CultureInfo.InvariantCulture))
            .Should().Be(isNamed);

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("1/2/3 * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData("a * * * *")]
    public void What_is_no_expression_is_refused(string cron) =>
        FluentActions.Invoking(() => CronExpression.Parse(cron)).Should().Throw<FormatException>();

    [Fact]
    public void A_time_follows_the_local_clock()
    {
        CronExpression cron = CronExpression.Parse("0 22 * * *");
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var start = new DateTimeOffset(2026, 7, 1, 20, 0, 0, TimeSpan.Zero); // 22:00 in summer

        cron.HasStarted(start.AddTicks(-1), TimeSpan.FromHours(8), berlin).Should().BeFalse();
        cron.HasStarted(start, TimeSpan.FromHours(8), berlin).Should().BeTrue();
        cron.HasStarted(start.AddHours(8).AddTicks(-1), TimeSpan.FromHours(8), berlin).Should().BeTrue();
        cron.HasStarted(start.AddHours(8), TimeSpan.FromHours(8), berlin).Should().BeFalse();
    }
}
