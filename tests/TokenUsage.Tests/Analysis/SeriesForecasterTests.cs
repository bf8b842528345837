using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class SeriesForecasterTests
{
    private static readonly SeriesForecaster Hourly = new(SeasonLags.Hourly);

    [Theory]
    [InlineData(0, ForecastMethod.None)]
    [InlineData(1, ForecastMethod.Mean)]
    [InlineData(23, ForecastMethod.Mean)]
    [InlineData(24, ForecastMethod.SeasonalNaive)]
    [InlineData(189, ForecastMethod.SeasonalNaive)]
    [InlineData(190, ForecastMethod.Blend)]
    [InlineData(240, ForecastMethod.Blend)]
    [InlineData(241, ForecastMethod.Regression)]
    [InlineData(1500, ForecastMethod.Regression)]
    internal void The_method_climbs_with_the_history(int points, ForecastMethod method)
    {
        SeriesForecast forecast = Hourly.Forecast(TestSeries.Hourly(points), 24);

        forecast.Method.Should().Be(method);
    }

    [Theory]
    [InlineData(100, 0.45)]
    [InlineData(230, 0.25)]
    [InlineData(400, 0.06)]
    [InlineData(1500, 0.04)]
    public void More_history_makes_smaller_errors(int known, double most)
    {
        double[] points = TestSeries.Hourly(known + 168);

        SeriesForecast forecast = Hourly.Forecast(points.AsSpan(0, known), 168);

        double error = forecast.Expected.Zip(points.Skip(known), (f, p) => Math.Abs(f - p) / p).Average();
        error.Should().BeLessThan(most);
    }

    [Fact]
    public void The_interval_holds_about_95_of_100_points()
    {
        double[] points = TestSeries.Hourly(1500 + 744);

        SeriesForecast forecast = Hourly.Forecast(points.AsSpan(0, 1500), 744);

        double covered = Enumerable.Range(0, 744)
            .Average(i => points[1500 + i] >= forecast.Lower[i] && points[1500 + i] <= forecast.Upper[i] ? 1.0 : 0);
        covered.Should().BeInRange(0.9, 1);
    }

    [Fact]
    public void Gaps_hardly_move_a_forecast()
    {
        double[] points = TestSeries.Hourly(1000);
        double[] gappy = [.. points.Select((point, i) => i % 50 == 49 ? double.NaN : point)];

        double[] whole = Hourly.Forecast(points, 48).Expected;

        double[] patched = Hourly.Forecast(gappy, 48).Expected;

        patched.Should().Equal(whole, (left, right) => Math.Abs(left - right) < 0.1 * right);
    }

    [Fact]
    public void Daily_points_have_a_week()
    {
        double[] points = [.. Enumerable.Range(0, 70).Select(day => day % 7 >= 5 ? 40.0 : 100)];

        double[] forecast = new SeriesForecaster(SeasonLags.Daily).Forecast(points, 14).Expected;

        forecast.Should().Equal(points.Take(14), (left, right) => Math.Abs(left - right) < 1);
    }

    [Fact]
    public void Only_the_last_half_year_is_looked_at()
    {
        double[] points = TestSeries.Hourly(10_000);

        double[] whole = Hourly.Forecast(points, 24).Expected;

        Hourly.Forecast(points.AsSpan(10_000 - (26 * 168)), 24).Expected.Should().Equal(whole);
    }
}
