using TokenUsage.Analysis;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Runs the detector over a series and keeps what it says about the range that was asked for.</summary>
internal static class AnomalyReader
{
    /// <summary>What the detector remembers, and so must have seen before it speaks.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(28);

    public static IEnumerable<UsageAnomaly> Read(UsageSeries series, AnalyticsQuery query, DateTimeOffset from)
    {
        UsageSeries used = series.FromFirstUse();
        var detector = new NoveltyDetector(NoveltySettings.Default);
        for (int i = 0; i < used.Values.Length; i++)
        {
            Detection detection = detector.Observe(used.Starts[i], used.Values[i]);
            bool isTold = used.Starts[i] >= from && (detection.IsAnomaly || detection.IsNotice);
            if (isTold) yield return Describe(detection, used, i, query);
        }
    }

    private static UsageAnomaly Describe(in Detection detection, UsageSeries series, int index, AnalyticsQuery query)
    {
        AnalyticsMeasure measure = query.Measure;
        double observed = series.Values[index];
        string whose = series.Key is { } key ? $" of {key}" : "";
        string range = detection.Channel is DetectionChannel.Value or DetectionChannel.TimeOfDay
            ? $"; the last 28 days ran from {measure.Format(detection.Low)} to {measure.Format(detection.High)}"
            : "";
        return new UsageAnomaly
        {
            At = series.Starts[index],
            GroupBy = query.GroupBy,
            Key = series.Key,
            Measure = measure,
            Observed = observed,
            Expected = detection.Expected,
            Low = detection.Low,
            High = detection.High,
            Channel = NameOf(detection.Channel),
            Score = detection.Score,
            Severity = detection.Severity,
            IsNotice = !detection.IsAnomaly,
            Message =
                $"{measure.Format(observed)}{whose} where {measure.Format(detection.Expected)} was expected{range}.",
        };
    }

    private static string NameOf(DetectionChannel channel) => channel switch
    {
        DetectionChannel.Value => "value",
        DetectionChannel.Smoothed => "drift",
        DetectionChannel.Residual => "residual",
        DetectionChannel.SmoothedResidual => "shift",
        DetectionChannel.Pattern => "pattern",
        DetectionChannel.TimeOfDay => "time_of_day",
        _ => "deviation",
    };
}
