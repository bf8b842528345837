using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class NoveltyDetectorTests
{
    private const int Week = 168;

    [Fact]
    public void A_triple_load_is_an_anomaly_with_its_reasons()
    {
        double[] points = TestSeries.Hourly(6 * Week);
        int noon = (5 * Week) + 36;
        double usual = points[noon];
        points[noon] *= 3;

        Detection found = Run(points)[noon];

        found.IsAnomaly.Should().BeTrue();
        found.Score.Should().BeGreaterThan(0.9);
        found.Severity.Should().BeGreaterThan(5);
        found.Expected.Should().BeApproximately(usual, 0.25 * usual);
        found.Observed.Should().BeGreaterThan(found.High);
        found.Low.Should().BeLessThan(found.High);
    }

    [Fact]
    public void A_quiet_series_raises_no_alert()
    {
        Detection[] detections = Run(TestSeries.Hourly(9 * Week));

        detections.Count(d => d.IsAnomaly).Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public void An_hour_without_traffic_is_a_zero_and_found()
    {
        double[] points = TestSeries.Hourly(4 * Week);
        int noon = (3 * Week) + 36;
        points.AsSpan(noon, 6).Clear();

        Run(points).Skip(noon).Take(6).Should().Contain(d => d.IsAnomaly);
    }

    [Fact]
    public void Missing_points_are_not_zeros()
    {
        double[] points = TestSeries.Hourly(4 * Week);
        double[] gappy = [.. points];
        gappy.AsSpan((3 * Week) + 36, 6).Fill(double.NaN);

        Run(gappy).Count(d => d.IsAnomaly).Should().Be(Run(points).Count(d => d.IsAnomaly));
    }

    [Fact]
    public void Nothing_is_an_anomaly_in_the_first_week()
    {
        double[] points = TestSeries.Hourly(Week);
        points[100] *= 10;

        Run(points).Should().NotContain(d => d.IsAnomaly || d.IsNotice);
    }

    [Fact]
    public void A_lasting_anomaly_is_told_once_a_day_at_most()
    {
        double[] points = TestSeries.Hourly(5 * Week);
        for (int hour = (4 * Week) + 30; hour < (4 * Week) + 40; hour++) points[hour] = 9000;

        Run(points).Skip((4 * Week) + 30).Take(24).Count(d => d.IsAnomaly).Should().Be(1);
    }

    [Fact]
    public void A_record_is_forgotten_after_the_memory()
    {
        double[] points = TestSeries.Hourly(12 * Week);
        points[(2 * Week) + 36] *= 5;
        points[(10 * Week) + 36] *= 5;

        Run(points)[(10 * Week) + 36].IsAnomaly.Should().BeTrue();
    }

    [Fact]
    public void What_is_far_from_the_recent_mean_and_yet_no_record_is_a_notice()
    {
        double[] points = TestSeries.Constant(60 * 24, 100);
        var random = new Random(3);
        for (int i = 0; i < points.Length; i++) points[i] += random.NextDouble();
        points[400] = 200; // sets the range
        points[904] = 150; // inside it, at the same hour, and far from the recent mean

        Detection late = Run(points)[904];

        late.IsAnomaly.Should().BeFalse();
        late.IsNotice.Should().BeTrue();
        late.ZScore.Should().BeGreaterThan(4);
    }

    [Fact]
    public void After_a_gap_longer_than_the_memory_it_learns_anew()
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        double[] points = TestSeries.Hourly(3 * Week);
        for (int i = 0; i < points.Length; i++) detector.Observe(TestSeries.Monday.AddHours(i), points[i]);

        detector.Observe(TestSeries.Monday.AddYears(1), 1e9).IsAnomaly.Should().BeFalse();
    }

    [Fact]
    public void A_point_from_the_past_is_taken_as_of_now()
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        double[] points = TestSeries.Hourly(3 * Week);
        for (int i = 0; i < points.Length; i++) detector.Observe(TestSeries.Monday.AddHours(i), points[i]);

        detector.Observe(TestSeries.Monday, 5000).IsAnomaly.Should().BeTrue();
    }

    [Fact]
    public void A_point_costs_no_memory()
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        double[] points = TestSeries.Hourly(5 * Week);
        foreach (double point in points.AsSpan(0, 10)) detector.Observe(TestSeries.Monday, point);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 10; i < points.Length; i++) detector.Observe(TestSeries.Monday.AddHours(i), points[i]);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void A_series_costs_at_most_ten_kilobytes()
    {
        _ = new NoveltyDetector(NoveltySettings.Default);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var detector = new NoveltyDetector(NoveltySettings.Default);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeInRange(1000, 10_240);
        GC.KeepAlive(detector);
    }

    private static Detection[] Run(double[] points)
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        return [.. points.Select((point, hour) => detector.Observe(TestSeries.Monday.AddHours(hour), point))];
    }
}
