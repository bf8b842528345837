using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class TrendTests
{
    [Fact]
    public void Outliers_do_not_bend_the_line()
    {
        double[] points = [.. Enumerable.Range(0, 100).Select(i => i % 10 == 3 ? 1e6 : 5 + (2.0 * i))];

        var trend = RobustTrend.Of(points);

        trend.Slope.Should().BeApproximately(2, 1e-9);
        trend.Intercept.Should().BeApproximately(5, 1e-9);
    }

    [Fact]
    public void A_long_series_is_shortened_without_moving_the_line()
    {
        double[] points = [.. Enumerable.Range(0, 10_000).Select(i => 100 - (0.01 * i))];

        RobustTrend.Of(points).At(9999).Should().BeApproximately(0.01, 1e-6);
    }

    [Fact]
    public void Growth_compares_the_last_season_with_the_one_before() =>
        SeriesGrowth.OverSeason([9, 9, 1, 1, 2, 2, 3, 3], 2).Should().BeApproximately(0.5, 1e-12);

    [Fact]
    public void Growth_from_nothing_is_unknown() =>
        SeriesGrowth.OverSeason([0, 0, 5, 5], 2).Should().BeNull();

    [Fact]
    public void Growth_needs_two_seasons() => SeriesGrowth.OverSeason([1, 2, 3], 2).Should().BeNull();

    [Fact]
    public void A_season_without_noise_is_all_strength()
    {
        double[] points = [.. Enumerable.Range(0, 240).Select(i => (double)(i % 24))];

        SeasonalityStrength.Of(points, 24).Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void Noise_has_no_season()
    {
        var random = new Random(4);
        double[] points = [.. Enumerable.Range(0, 2400).Select(_ => random.NextDouble())];

        SeasonalityStrength.Of(points, 24).Should().BeLessThan(0.05);
    }

    [Fact]
    public void A_moving_average_looks_back_only() =>
        MovingAverage.Trailing([2, 4, 6, 8, 10], 3).Should().Equal(2, 3, 4, 6, 8);

    [Fact]
    public void Rank_correlation_sees_any_rising_line()
    {
        double[] points = [1, 2, 3, 4, 5];
        double[] steep = [1, 10, 100, 1000, 10_000];

        Correlation.Spearman(points, steep).Should().BeApproximately(1, 1e-12);
        Correlation.Pearson(points, steep).Should().BeInRange(0.6, 0.9);
    }

    [Fact]
    public void Opposites_correlate_with_minus_one() =>
        Correlation.Pearson([1, 2, 3], [6, 4, 2]).Should().BeApproximately(-1, 1e-12);

    [Fact]
    public void Standing_still_correlates_with_nothing() => Correlation.Pearson([1, 1, 1], [1, 2, 3]).Should().Be(0);
}
