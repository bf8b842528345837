namespace TokenUsage.Analysis;

/// <summary>Growth as a share: 0.1 is ten per cent more.</summary>
internal static class SeriesGrowth
{
    /// <summary>The last season against the one before; by 168 hourly points, week over week.</summary>
    /// <returns><see langword="null"/> for less than two seasons, and where the season before was zero.</returns>
    public static double? OverSeason(ReadOnlySpan<double> points, int season)
    {
        if (season < 1 || points.Length < 2 * season) return null;

        return Between(
            SeriesStatistics.MeanOf(points.Slice(points.Length - (2 * season), season)),
            SeriesStatistics.MeanOf(points[^season..]));
    }

    public static double? Between(double before, double after) =>
        before == 0 || !double.IsFinite(after / before) ? null : (after / before) - 1;
}
