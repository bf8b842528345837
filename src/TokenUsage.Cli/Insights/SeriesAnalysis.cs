using System.Globalization;
using TokenUsage.Analysis;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Insights;

/// <summary>Runs the detector and the forecaster of the analytics over a series that came from a file.</summary>
internal static class SeriesAnalysis
{
    private const int MostSteps = 8784;

    public static IReadOnlyList<UsageAnomaly> Anomalies(IReadOnlyList<SeriesPoint> points)
    {
        var detector = new NoveltyDetector(NoveltySettings.Default);
        var found = new List<UsageAnomaly>();
        foreach (SeriesPoint point in points)
        {
            Detection detection = detector.Observe(point.At, point.Value);
            if (detection.IsAnomaly || detection.IsNotice) found.Add(Describe(point, detection));
        }

        return found;
    }

    /// <exception cref="InputException">The horizon cannot be meant.</exception>
    /// <exception cref="InvalidDataException">The series has fewer than two points.</exception>
    public static UsageForecast Forecast(IReadOnlyList<SeriesPoint> points, int horizon)
    {
        if (horizon is < 1 or > MostSteps)
            throw new InputException($"--horizon {horizon} cannot be forecast; use 1 to {MostSteps}.");
        if (points.Count < 2) throw new InvalidDataException("A forecast needs a series of two points at least.");

        // The usual distance, not the first one: one gap at the start must not stretch the whole forecast.
        TimeSpan[] steps = [.. points.Zip(points.Skip(1), (a, b) => b.At - a.At).Order()];
        TimeSpan step = steps[steps.Length / 2];
        SeasonLags lags = step >= TimeSpan.FromHours(12) ? SeasonLags.Daily : SeasonLags.Hourly;
        SeriesForecast forecast =
            new SeriesForecaster(lags).Forecast([.. points.Select(point => point.Value)], horizon);
        DateTimeOffset last = points[^1].At;
        return new UsageForecast
        {
            Measure = AnalyticsMeasure.Cost,
            Method = InsightJson.NameOf(forecast.Method),
            Points =
            [
                .. Enumerable.Range(0, horizon).Select(i => new ForecastPoint(
                    last + (step * (i + 1)), forecast.Expected[i], forecast.Lower[i], forecast.Upper[i])),
            ],
        };
    }

    private static UsageAnomaly Describe(SeriesPoint point, in Detection detection) => new()
    {
        At = point.At,
        Measure = AnalyticsMeasure.Cost,
        Observed = point.Value,
        Expected = detection.Expected,
        Low = detection.Low,
        High = detection.High,
        Channel = InsightJson.NameOf(detection.Channel),
        Score = detection.Score,
        Severity = detection.Severity,
        IsNotice = !detection.IsAnomaly,
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"{point.Value:0.####} where {detection.Expected:0.####} was expected."),
    };
}
