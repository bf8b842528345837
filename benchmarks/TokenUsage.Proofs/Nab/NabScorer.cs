namespace TokenUsage.Proofs.Nab;

/// <summary>The standard profile of the benchmark: a window found +1, one missed −1, a false row up to −0.11.</summary>
internal static class NabScorer
{
    private const double FalseWeight = 0.11;

    /// <summary>Scores one file at one threshold, unnormalised.</summary>
    public static double Raw(NabFile file, double[] scores, double threshold)
    {
        var found = new Dictionary<int, double>();
        double falseRows = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            int window = file.Window[i];
            if (window == NabFile.Probation) continue;

            bool isDetection = scores[i] >= threshold;
            if (window == NabFile.Outside) falseRows += isDetection ? file.Worth[i] * FalseWeight : 0;
            else found[window] = Math.Max(found.GetValueOrDefault(window, -1), isDetection ? file.Worth[i] : -1);
        }

        return found.Values.Sum() + falseRows;
    }

    /// <summary>The windows that can be found at all: those that the probation does not swallow.</summary>
    public static int Scorable(NabFile file) => file.Window.Where(w => w >= 0).Distinct().Count();

    /// <summary>Brings a sum of raw scores to the scale on which finding nothing is 0 and perfection is 100.</summary>
    public static double Normalise(double raw, int scorable, int windows) =>
        100 * (raw + scorable) / (windows + scorable);
}
