using TokenUsage.Analysis;
using TokenUsage.Testing.Generation;

namespace TokenUsage.Proofs.UsageSeries;

/// <summary>
/// Runs the detector over untouched series for its false alerts, and over changed ones for what it finds.
/// </summary>
internal sealed class DetectionFigures(NoveltySettings settings)
{
    private const int WarmUpHours = 168;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero); // a Monday

    private readonly Dictionary<string, int> _found = [];
    private double _seriesWeeks;
    private int _alerts;
    private int _notices;
    private int _series;

    public double AlertsPerWeek => _alerts / _seriesWeeks;

    public double NoticesPerWeek => _notices / _seriesWeeks;

    public IEnumerable<(string Event, double Recall)> Recalls =>
        _found.Select(f => (f.Key, (double)f.Value / _series));

    public void Add(SyntheticSeries series, int seed)
    {
        List<Detection> clean = Run(series.Tokens);
        _alerts += clean.Count(d => d.IsAnomaly);
        _notices += clean.Count(d => d.IsNotice);
        _seriesWeeks += (series.Tokens.Count - WarmUpHours) / 168.0;
        _series++;
        foreach (PlantedEvent planted in PlantedEvent.Plan(series, seed))
        {
            List<Detection> changed = Run(planted.Apply(series.Tokens));
            bool isFound = changed.Skip(planted.Start).Take(planted.Within).Any(d => d.IsAnomaly);
            _found[planted.Name] = _found.GetValueOrDefault(planted.Name) + (isFound ? 1 : 0);
        }
    }

    private List<Detection> Run(IReadOnlyList<double> tokens)
    {
        var detector = new NoveltyDetector(settings);
        return [.. tokens.Select((value, hour) => detector.Observe(Start.AddHours(hour), value))];
    }
}
