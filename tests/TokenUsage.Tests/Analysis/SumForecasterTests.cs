using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class SumForecasterTests
{
    private static readonly SumForecaster Hourly = new(SeasonLags.Hourly);

    [Fact]
    public void The_sum_of_the_rest_of_a_month_is_near_and_inside_its_interval()
    {
        double[] points = TestSeries.Hourly(1500 + 400);
        double actual = points.Skip(1500).Sum();

        SumForecast forecast = Hourly.Forecast(points.AsSpan(0, 1500), 400);

        forecast.Expected.Should().BeApproximately(actual, 0.03 * actual);
        actual.Should().BeInRange(forecast.Lower, forecast.Upper);
        forecast.Crossing.Should().BeNull();
    }

    [Fact]
    public void A_limit_is_crossed_when_the_running_sum_reaches_it()
    {
        SumForecast forecast = Hourly.Forecast(TestSeries.Constant(1000, 10), 100, limit: 505);

        forecast.Crossing.Should().Be(new LimitCrossing(51, 51, 51, 1));
    }

    [Fact]
    public void A_limit_beyond_the_horizon_has_no_time()
    {
        SumForecast forecast = Hourly.Forecast(TestSeries.Constant(1000, 10), 100, limit: 5000);

        forecast.Crossing.Should().Be(new LimitCrossing(null, null, null, 0));
    }

    [Fact]
    public void A_nearer_time_is_earlier_than_a_later_one()
    {
        double[] points = TestSeries.Hourly(1500);

        LimitCrossing crossing = Hourly.Forecast(points, 400, limit: points.TakeLast(168).Sum()).Crossing!;

        crossing.Earliest.Should().BeLessThanOrEqualTo(crossing.Median!.Value);
        crossing.Median.Should().BeInRange(150, 190).And.BeLessThanOrEqualTo(crossing.Latest!.Value);
    }

    [Fact]
    public void The_same_history_gives_the_same_answer()
    {
        double[] points = TestSeries.Hourly(900);

        Hourly.Forecast(points, 300, 1e6).Should().Be(Hourly.Forecast(points, 300, 1e6));
    }
}
