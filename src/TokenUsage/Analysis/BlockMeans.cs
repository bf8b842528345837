namespace TokenUsage.Analysis;

/// <summary>
/// Shortens a series to a bounded number of points, for methods whose cost grows with the square of it.
/// </summary>
internal static class BlockMeans
{
    /// <summary>
    /// Gives the means of equal blocks of points, and the length of a block; what is not finite is left out.
    /// </summary>
    public static (double[] Means, int BlockLength) Of(ReadOnlySpan<double> points, int most)
    {
        int length = Math.Max(1, (points.Length + most - 1) / most);
        var means = new List<double>(Math.Min(points.Length, most));
        for (int start = 0; start < points.Length; start += length)
        {
            ReadOnlySpan<double> block = points.Slice(start, Math.Min(length, points.Length - start));
            means.Add(Mean(block, otherwise: means.Count > 0 ? means[^1] : 0));
        }

        return ([.. means], length);
    }

    private static double Mean(ReadOnlySpan<double> block, double otherwise)
    {
        double mean = 0;
        int count = 0;
        foreach (double point in block)
        {
            if (double.IsFinite(point)) mean += (point - mean) / ++count;
        }

        return count > 0 ? mean : otherwise;
    }
}
