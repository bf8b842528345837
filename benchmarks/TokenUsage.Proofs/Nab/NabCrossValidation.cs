using TokenUsage.Analysis;

namespace TokenUsage.Proofs.Nab;

/// <summary>Chooses settings and threshold on all categories but one, scores that one, and adds up.</summary>
/// <remarks>A category and not a file is left out: files of one category are too alike to be called unseen.</remarks>
internal sealed class NabCrossValidation(IReadOnlyList<NabFile> files)
{
    private static readonly double[] Thresholds = [.. Enumerable.Range(0, 36).Select(i => 0.05 + (0.01 * i))];

    private readonly List<double[,]> _raw = [];
    private readonly string[] _categories = [.. files.Select(f => f.Category).Distinct()];

    public double Run(TextWriter output, CancellationToken cancellationToken)
    {
        foreach (NoveltySettings settings in NabPresets.Family())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _raw.Add(RawByCategory(settings));
        }

        double raw = 0;
        for (int held = 0; held < _categories.Length; held++)
        {
            (int chosen, int threshold) = BestWithout(held);
            raw += _raw[chosen][held, threshold];
            output.WriteLine($"{_categories[held],-22}left out: settings {chosen}, "
                + $"threshold {Thresholds[threshold]:F2}, raw score on it {_raw[chosen][held, threshold]:F2}");
        }

        return NabScorer.Normalise(raw, files.Sum(NabScorer.Scorable), files.Sum(f => f.Windows));
    }

    private double[,] RawByCategory(NoveltySettings settings)
    {
        var raw = new double[_categories.Length, Thresholds.Length];
        foreach (NabFile file in files)
        {
            double[] scores = NabProof.Scores(settings, file);
            int category = Array.IndexOf(_categories, file.Category);
            for (int t = 0; t < Thresholds.Length; t++) raw[category, t] += NabScorer.Raw(file, scores, Thresholds[t]);
        }

        return raw;
    }

    private (int Settings, int Threshold) BestWithout(int held)
    {
        (int Settings, int Threshold) best = default;
        double most = double.NegativeInfinity;
        for (int settings = 0; settings < _raw.Count; settings++)
        {
            for (int threshold = 0; threshold < Thresholds.Length; threshold++)
            {
                double sum = 0;
                for (int c = 0; c < _categories.Length; c++) sum += c == held ? 0 : _raw[settings][c, threshold];
                if (sum <= most) continue;

                most = sum;
                best = (settings, threshold);
            }
        }

        return best;
    }
}
