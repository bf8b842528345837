using CsCheck;
using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

/// <summary>Every method on the series that break methods: no exception, no NaN, a sensible answer.</summary>
public sealed class StrangeSeriesTests
{
    private const double Huge = long.MaxValue;

    public static TheoryData<string> Names => [.. Series.Keys];

    private static Dictionary<string, double[]> Series { get; } = new()
    {
        ["nothing"] = [],
        ["one point"] = [42],
        ["two points"] = [1, 2],
        ["zeros"] = TestSeries.Constant(1000, 0),
        ["constant"] = TestSeries.Constant(1000, 7.3),
        ["constant, then a step"] = [.. TestSeries.Constant(500, 5), .. TestSeries.Constant(500, 9)],
        ["huge constant"] = TestSeries.Constant(1000, Huge),
        ["huge and moving"] = TestSeries.Hourly(1000, level: Huge / 4),
        ["huge and nothing in turns"] = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? Huge : 0)],
        ["tiny"] = TestSeries.Hourly(1000, level: 1e-12),
        ["gaps"] = [.. TestSeries.Hourly(1000).Select((point, i) => i % 7 < 3 ? double.NaN : point)],
        ["nothing but gaps"] = TestSeries.Constant(400, double.NaN),
        ["infinite"] = TestSeries.Constant(400, double.PositiveInfinity),
        ["one spike"] = [.. TestSeries.Constant(500, 0), 1e15, .. TestSeries.Constant(500, 0)],
        ["ten years"] = TestSeries.Hourly(87_600),
        ["ten years of nothing"] = TestSeries.Constant(87_600, 0),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_detector_keeps_its_numbers(string name)
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        double[] points = Series[name];
        for (int i = 0; i < points.Length; i++)
        {
            Detection detection = detector.Observe(TestSeries.Monday.AddHours(i), points[i]);
            bool isSane = detection.Score is >= 0 and <= 1 && double.IsFinite(detection.Expected + detection.ZScore);
            if (!isSane) Assert.Fail($"Point {i} of {name}: {detection}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forecast_is_finite_and_inside_its_interval(string name)
    {
        SeriesForecast forecast = new SeriesForecaster(SeasonLags.Hourly).Forecast(Series[name], 200);

        for (int step = 0; step < 200; step++)
        {
            forecast.Expected[step].Should().BeInRange(0, 2 * Huge);
            forecast.Lower[step].Should().BeInRange(0, forecast.Expected[step]);
            forecast.Upper[step].Should().BeInRange(forecast.Expected[step], 20 * Huge);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forecast_sum_is_finite_and_inside_its_interval(string name)
    {
        SumForecast forecast = new SumForecaster(SeasonLags.Hourly).Forecast(Series[name], 100, limit: 1000);

        double.IsFinite(forecast.Lower + forecast.Expected + forecast.Upper).Should().BeTrue();
        forecast.Lower.Should().BeGreaterThanOrEqualTo(0).And.BeLessThanOrEqualTo(forecast.Upper);
        forecast.Crossing!.Probability.Should().BeInRange(0, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Descriptions_are_finite(string name)
    {
        double[] points = Series[name];
        var statistics = SeriesStatistics.Of(points);
        var trend = RobustTrend.Of(points);
        double[] described =
        [
            statistics.Sum, statistics.Mean, statistics.Median, statistics.StandardDeviation, statistics.Skewness,
            trend.Slope, trend.Intercept, .. ChangePointSearch.Find(points, 24).Select(c => c.After - c.Before),
        ];

        described.Should().OnlyContain(number => double.IsFinite(number));
    }

    [Theory]
    [InlineData("zeros", 0)]
    [InlineData("constant", 7.3)]
    [InlineData("huge constant", Huge)]
    [InlineData("ten years of nothing", 0)]
    [InlineData("one point", 42)]
    public void What_never_moved_is_forecast_not_to_move(string name, double value)
    {
        SeriesForecast forecast = new SeriesForecaster(SeasonLags.Hourly).Forecast(Series[name], 48);

        forecast.Expected.Should().OnlyContain(point => Math.Abs(point - value) <= 1e-6 * value);
    }

    [Fact]
    public void Any_points_at_any_times_leave_the_detector_sane() =>
        Gen.Double.Array[0, 400].Sample(points =>
        {
            var detector = new NoveltyDetector(NoveltySettings.Default);
            return points
                .Select(point => Math.Clamp(point, -1e150, 1e150))
                .Select((point, i) => detector.Observe(TestSeries.Monday.AddHours(i * 3), point))
                .All(d => d.Score is >= 0 and <= 1 && double.IsFinite(d.Expected));
        });
}
