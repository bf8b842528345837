using System.Globalization;
using TokenUsage.Analysis;

namespace TokenUsage.Proofs.Nab;

/// <summary>
/// Runs the detector over the Numenta Anomaly Benchmark and writes its scores for an independent scorer.
/// </summary>
/// <remarks>
/// The scores, not the alerts, are written: half of the files end before the 14th day, and the benchmark has a
/// probation of its own.
/// </remarks>
internal sealed class NabProof : IProof
{
    public string Name => "nab";

    public string Usage => "DIR OUT [--preset nab|default] [--cv]: anomaly scores, one file a series";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Values.Count < (arguments.Has("cv") ? 1 : 2))
        {
            await Console.Error.WriteLineAsync("Name the folder of the benchmark, and one for the scores.");
            return 2;
        }

        IReadOnlyList<NabFile> files = NabCorpus.Load(arguments.Values[0]);
        return arguments.Has("cv")
            ? CrossValidate(files, cancellationToken)
            : await WriteAsync(files, arguments, cancellationToken);
    }

    public static double[] Scores(NoveltySettings settings, NabFile file)
    {
        var detector = new NoveltyDetector(settings);
        var scores = new double[file.Values.Length];
        for (int i = 0; i < scores.Length; i++) scores[i] = detector.Observe(file.Times[i], file.Values[i]).Score;
        return scores;
    }

    private static int CrossValidate(IReadOnlyList<NabFile> files, CancellationToken cancellationToken)
    {
        const double Reach = 70;
        double score = new NabCrossValidation(files).Run(Console.Out, cancellationToken);
        Console.WriteLine($"cross-validated over {NabPresets.Family().Count()} settings: {score:F2} (reach {Reach})");
        return score >= Reach ? 0 : 1;
    }

    private static async Task<int> WriteAsync(
        IReadOnlyList<NabFile> files, ProofArguments arguments, CancellationToken cancellationToken)
    {
        NoveltySettings settings =
            arguments.Text("preset", "default") == "nab" ? NabPresets.Tuned : NoveltySettings.Default;
        double raw = 0;
        foreach (NabFile file in files)
        {
            double[] scores = Scores(settings, file);
            raw += NabScorer.Raw(file, scores, settings.Threshold);
            string path = Path.Combine(arguments.Values[1], file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            IEnumerable<string> rows = scores.Select(s => s.ToString("R", CultureInfo.InvariantCulture));
            await File.WriteAllLinesAsync(path, rows.Prepend("anomaly_score"), cancellationToken);
        }

        double score = NabScorer.Normalise(raw, files.Sum(NabScorer.Scorable), files.Sum(f => f.Windows));
        Console.WriteLine(
            $"{files.Count} files; standard profile at the fixed threshold {settings.Threshold}: {score:F2}");
        return 0;
    }
}
