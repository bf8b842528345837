namespace TokenUsage.Analysis;

/// <summary>A straight line through a series that outliers do not bend.</summary>
/// <param name="Slope">The change from one point to the next.</param>
/// <param name="Intercept">The height of the line at the first point.</param>
internal readonly record struct RobustTrend(double Slope, double Intercept)
{
    private const int MostPoints = 400;

    /// <summary>The median of the slopes of all pairs of points; up to 29 % of the points may be anything.</summary>
    /// <remarks>
    /// Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968. Longer series are cut to 400
    /// block means.
    /// </remarks>
    public static RobustTrend Of(ReadOnlySpan<double> points)
    {
        if (points.IsEmpty) return default;

        (double[] means, int length) = BlockMeans.Of(points, MostPoints);
        double slope = means.Length < 2 ? 0 : MedianSlope(means) / length;
        double middle = (length - 1) / 2.0; // a block mean stands in the middle of its block
        double[] heights = [.. means.Select((mean, block) => mean - (slope * ((block * (double)length) + middle)))];
        return new RobustTrend(slope, Median(heights));
    }

    public double At(double step) => Intercept + (Slope * step);

    private static double MedianSlope(double[] points)
    {
        var slopes = new double[points.Length * (points.Length - 1) / 2];
        int next = 0;
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = i + 1; j < points.Length; j++) slopes[next++] = (points[j] - points[i]) / (j - i);
        }

        return Median(slopes);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return SeriesStatistics.Percentile(values, 0.5);
    }
}
