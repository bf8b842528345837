using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace TokenUsage.AspNetCore.Metrics;

/// <summary>Listens to the monitor's meter from the start, and remembers where every series stands.</summary>
/// <remarks>
/// Instead of the Prometheus exporter of OpenTelemetry, which exists as a preview only: a released package cannot depend on it.
/// An application that exports through OpenTelemetry goes on doing so; the two do not disturb each other.
/// </remarks>
internal sealed class MeterReadings : IDisposable
{
    private const string Meter = "TokenUsage";
    private const int MostSeries = 10_000; // what comes after is left out: a metric must not become a leak

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly ConcurrentDictionary<(Instrument, string), MeterSeries> _series = [];
    private readonly MeterListener _listener = new();

    /// <param name="factory">Whose meters are read: another monitor in the process has another; null for all.</param>
    public MeterReadings(IMeterFactory? factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            bool isOurs = factory is null || ReferenceEquals(instrument.Meter.Scope, factory);
            if (isOurs && instrument.Meter.Name == Meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Take(i, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((i, value, tags, _) => Take(i, (double)value, tags));
        _listener.Start();
    }

    public IReadOnlyList<MeterSeries> Read()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // One gauge that cannot be read must not hide the others.
        }

        return [.. _series.Values];
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = LabelsOf(tags);
        if (!_series.TryGetValue((instrument, labels), out MeterSeries? series))
        {
            if (_series.Count >= MostSeries) return;
            series = _series.GetOrAdd((instrument, labels), new MeterSeries(instrument, labels, BoundsOf(instrument)));
        }

        if (instrument.IsObservable) series.Set(value);
        else series.Add(value);
    }

    private static IReadOnlyList<double> BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries ?? DefaultBounds,
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToArray()
            ?? DefaultBounds,
        Histogram<decimal> or Histogram<int> => DefaultBounds,
        _ => [],
    };

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0) return "";

        var text = new StringBuilder();
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(PrometheusText.NameOf(tag.Key)).Append("=\"")
                .Append(PrometheusText.Escape(tag.Value?.ToString() ?? "")).Append('"');
        }

        return text.ToString();
    }
}
