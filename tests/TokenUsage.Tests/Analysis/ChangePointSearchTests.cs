using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class ChangePointSearchTests
{
    [Fact]
    public void Each_change_of_level_is_found_where_it_is()
    {
        double[] points = [.. Noisy(40, 100, 1), .. Noisy(30, 130, 2), .. Noisy(50, 80, 3)];

        IReadOnlyList<ChangePoint> changes = ChangePointSearch.Find(points, 5);

        changes.Select(c => c.Index).Should().Equal(40, 70);
        changes[0].Before.Should().BeApproximately(100, 2);
        changes[0].After.Should().BeApproximately(130, 2);
    }

    [Fact]
    public void A_level_series_has_none() => ChangePointSearch.Find(Noisy(300, 50, 4), 5).Should().BeEmpty();

    [Fact]
    public void A_single_outlier_is_no_level()
    {
        double[] points = Noisy(100, 50, 5);
        points[60] = 300;

        ChangePointSearch.Find(points, 7).Should().HaveCountLessThanOrEqualTo(2);
    }

    private static double[] Noisy(int count, double level, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => level + (6 * (random.NextDouble() - 0.5)))];
    }
}
