using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace TokenUsage.AspNetCore.Metrics;

/// <summary>Writes series in the text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Write(IEnumerable<MeterSeries> series)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, MeterSeries> metric in
                 series.GroupBy(MetricNameOf).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            MeterSeries first = metric.First();
            if (first.Instrument.Description is { Length: > 0 } description)
                text.Append(CultureInfo.InvariantCulture, $"# HELP {metric.Key} {EscapeHelp(description)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Key} {TypeOf(first)}\n");
            foreach (MeterSeries one in metric.OrderBy(s => s.Labels, StringComparer.Ordinal))
                WriteSeries(text, metric.Key, one);
        }

        return text.ToString();
    }

    public static string NameOf(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    public static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static void WriteSeries(StringBuilder text, string name, MeterSeries series)
    {
        (double value, long count, long[] buckets) = series.Read();
        if (!series.IsHistogram)
        {
            WriteLine(text, name, series.Labels, value);
            return;
        }

        string comma = series.Labels.Length == 0 ? "" : ",";
        for (int i = 0; i < buckets.Length; i++)
        {
            string bound = series.Bounds[i].ToString("R", CultureInfo.InvariantCulture);
            WriteLine(text, name + "_bucket", $"{series.Labels}{comma}le=\"{bound}\"", buckets[i]);
        }

        WriteLine(text, name + "_bucket", $"{series.Labels}{comma}le=\"+Inf\"", count);
        WriteLine(text, name + "_sum", series.Labels, value);
        WriteLine(text, name + "_count", series.Labels, count);
    }

    private static void WriteLine(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string MetricNameOf(MeterSeries series)
    {
        string unit = series.Instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        string name = NameOf(series.Instrument.Name);
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsCounter(series.Instrument) ? name + "_total" : name;
    }

    private static string TypeOf(MeterSeries series) =>
        series.IsHistogram ? "histogram" : IsCounter(series.Instrument) ? "counter" : "gauge";

    private static bool IsCounter(Instrument instrument)
    {
        Type type = instrument.GetType();
        Type? generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>);
    }

    private static string EscapeHelp(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
