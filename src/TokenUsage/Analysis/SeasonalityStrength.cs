namespace TokenUsage.Analysis;

/// <summary>How much of a series' movement around its trend repeats every season, 0…1.</summary>
internal static class SeasonalityStrength
{
    /// <summary>1 − Var(remainder) ÷ Var(season + remainder), not below 0.</summary>
    /// <remarks>
    /// Wang, Smith and Hyndman, "Characteristic-based clustering for time series data", 2006; classical decomposition
    /// instead of STL.
    /// </remarks>
    /// <returns>0 for less than two seasons, and for constants.</returns>
    public static double Of(ReadOnlySpan<double> points, int season)
    {
        if (season < 2 || points.Length < 2 * season) return 0;

        double[] detrended = Detrend(points, season);
        var means = new double[season];
        var counts = new int[season];
        for (int i = 0; i < detrended.Length; i++)
        {
            int place = i % season;
            means[place] += (detrended[i] - means[place]) / ++counts[place];
        }

        double[] remainder = [.. detrended.Select((point, i) => point - means[i % season])];
        double all = SeriesStatistics.Deviation(detrended);
        double rest = SeriesStatistics.Deviation(remainder);
        return all > 0 ? Math.Max(0, 1 - (rest / all * (rest / all))) : 0;
    }

    /// <summary>
    /// Takes off the mean of the season around each point; ends without a whole season around them are cut.
    /// </summary>
    private static double[] Detrend(ReadOnlySpan<double> points, int season)
    {
        var detrended = new double[points.Length - season + 1];
        int half = season / 2;
        for (int i = 0; i < detrended.Length; i++)
        {
            detrended[i] = points[i + half] - SeriesStatistics.MeanOf(points.Slice(i, season));
        }

        return detrended;
    }
}
