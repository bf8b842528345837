namespace TokenUsage.Analysis;

/// <summary>The mean of the last so many points, for each point.</summary>
internal static class MovingAverage
{
    /// <summary>Averages over a trailing window; the first points have a shorter one.</summary>
    /// <remarks>
    /// Each window is summed anew once a window length: a running sum keeps the rounding error of the largest point
    /// it ever held.
    /// </remarks>
    public static double[] Trailing(ReadOnlySpan<double> points, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);

        var averages = new double[points.Length];
        double sum = 0;
        for (int i = 0; i < points.Length; i++)
        {
            int from = Math.Max(0, i - window + 1);
            sum = i % window == 0 ? Sum(points[from..(i + 1)]) : sum + points[i] - (from > 0 ? points[from - 1] : 0);
            averages[i] = sum / (i - from + 1);
        }

        return averages;
    }

    private static double Sum(ReadOnlySpan<double> points)
    {
        double sum = 0;
        foreach (double point in points) sum += point;
        return sum;
    }
}
