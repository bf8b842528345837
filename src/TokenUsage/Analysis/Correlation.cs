namespace TokenUsage.Analysis;

/// <summary>How far two series go together, −1…1; 0 where either stands still.</summary>
internal static class Correlation
{
    /// <summary>Pearson's coefficient: along a straight line.</summary>
    /// <exception cref="ArgumentException">The series differ in length.</exception>
    public static double Pearson(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException(
                $"The series have {left.Length} and {right.Length} points; align them first.", nameof(right));
        }

        double leftDeviation = SeriesStatistics.Deviation(left);
        double rightDeviation = SeriesStatistics.Deviation(right);
        if (leftDeviation == 0 || rightDeviation == 0) return 0;

        double leftMean = SeriesStatistics.MeanOf(left);
        double rightMean = SeriesStatistics.MeanOf(right);
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += (left[i] - leftMean) / leftDeviation * ((right[i] - rightMean) / rightDeviation);
        }

        return Math.Clamp(sum / (left.Length - 1), -1, 1);
    }

    /// <summary>Spearman's coefficient: along any rising line, and deaf to outliers.</summary>
    /// <exception cref="ArgumentException">The series differ in length.</exception>
    public static double Spearman(ReadOnlySpan<double> left, ReadOnlySpan<double> right) =>
        Pearson(Ranks(left), Ranks(right));

    // Equal values share the mean of their ranks.
    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end].Equals(sorted[start])) end++;
            for (int i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }
}
