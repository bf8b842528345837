namespace TokenUsage.Analysis;

/// <summary>What a bag of numbers looks like.</summary>
/// <remarks>Numbers that are not finite are left out and not counted. All members are 0 when nothing is left.</remarks>
internal sealed class SeriesStatistics
{
    private readonly double[] _sorted;

    private SeriesStatistics(double[] sorted)
    {
        _sorted = sorted;
    }

    public int Count => _sorted.Length;

    public double Sum { get; private init; }

    public double Mean { get; private init; }

    /// <summary>Gets the sample standard deviation (n − 1).</summary>
    public double StandardDeviation { get; private init; }

    /// <summary>
    /// Gets the adjusted Fisher–Pearson skewness G₁; 0 for fewer than three numbers and for constants.
    /// </summary>
    public double Skewness { get; private init; }

    public double Least => Percentile(0);

    public double Median => Percentile(0.5);

    public double Most => Percentile(1);

    public static SeriesStatistics Of(ReadOnlySpan<double> values)
    {
        double[] sorted = Finite(values);
        Array.Sort(sorted);
        double mean = MeanOf(sorted);

        // Distances are scaled to the largest: the cube of a number near 2⁶³ is still a double, that of one near
        // 10³⁰⁸ is not.
        double scale = sorted.Length == 0 ? 0 : Math.Max(mean - sorted[0], sorted[^1] - mean);
        double squares = 0;
        double cubes = 0;
        double sum = 0;
        foreach (double value in sorted)
        {
            double distance = scale > 0 ? (value - mean) / scale : 0;
            squares += distance * distance;
            cubes += distance * distance * distance;
            sum += value;
        }

        return new SeriesStatistics(sorted)
        {
            Sum = sum,
            Mean = mean,
            StandardDeviation = sorted.Length > 1 ? scale * Math.Sqrt(squares / (sorted.Length - 1)) : 0,
            Skewness = SkewnessOf(sorted.Length, squares, cubes),
        };
    }

    /// <summary>Gets the value that a share of the numbers does not exceed, 0…1, interpolated.</summary>
    public double Percentile(double share) => Percentile(_sorted, share);

    /// <summary>
    /// Hyndman and Fan's definition 7 ("Sample quantiles in statistical packages", 1996), the one of R and NumPy.
    /// </summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty) return 0;

        double place = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The sample standard deviation, by Welford's method; 0 for fewer than two numbers.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double distance = values[i] - mean;
            mean += distance / (i + 1);
            squares += distance * (values[i] - mean);
        }

        return values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1)) : 0;
    }

    /// <summary>The mean, built up so that no intermediate sum can overflow; 0 of nothing.</summary>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        double mean = 0;
        for (int i = 0; i < values.Length; i++) mean += (values[i] - mean) / (i + 1);
        return mean;
    }

    // Joanes and Gill, "Comparing measures of sample skewness and kurtosis", 1998: G₁ = √(n(n − 1)) ÷ (n − 2) · m₃ ÷
    // m₂^1.5.
    private static double SkewnessOf(int count, double squares, double cubes)
    {
        if (count < 3 || squares <= 0) return 0;

        double n = count;
        return Math.Sqrt(n * (n - 1)) / (n - 2) * (cubes / n) / Math.Pow(squares / n, 1.5);
    }

    private static double[] Finite(ReadOnlySpan<double> values)
    {
        int kept = 0;
        var finite = new double[values.Length];
        foreach (double value in values)
        {
            if (double.IsFinite(value)) finite[kept++] = value;
        }

        return kept == finite.Length ? finite : finite[..kept];
    }
}
