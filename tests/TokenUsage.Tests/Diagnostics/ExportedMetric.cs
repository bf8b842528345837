using OpenTelemetry.Metrics;

namespace TokenUsage.Tests.Diagnostics;

/// <summary>One instrument as OpenTelemetry's exporter saw it, with the sum of the points that belong to one model.</summary>
internal sealed record ExportedMetric(string Name, string Unit, MetricType Type, string Bounds, double Sum)
{
    public static IReadOnlyList<ExportedMetric> Of(IEnumerable<Metric> metrics, string model)
    {
        var exported = new List<ExportedMetric>();
        foreach (Metric metric in metrics)
        {
            double? sum = null;
            string bounds = "";
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                if (!IsOf(point, model)) continue;
                sum = (sum ?? 0) + SumOf(metric.MetricType, point);
                if (metric.MetricType == MetricType.Histogram) bounds = BoundsOf(point);
            }

            if (sum is { } found) exported.Add(new(metric.Name, metric.Unit, metric.MetricType, bounds, found));
        }

        return exported;
    }

    private static bool IsOf(in MetricPoint point, string model)
    {
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            if (tag.Key is "gen_ai.request.model" or "gen_ai.response.model" && Equals(tag.Value, model)) return true;
        }

        return false;
    }

    private static double SumOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.Histogram => point.GetHistogramSum(),
        MetricType.LongSum => point.GetSumLong(),
        MetricType.DoubleSum => point.GetSumDouble(),
        _ => 0,
    };

    private static string BoundsOf(in MetricPoint point)
    {
        var bounds = new List<string>();
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            double bound = bucket.ExplicitBound;
            if (double.IsFinite(bound)) bounds.Add(FormattableString.Invariant($"{bound}"));
        }

        return string.Join(' ', bounds);
    }
}
