using System.Diagnostics.Metrics;

namespace TokenUsage.Diagnostics;

/// <summary>How long the store takes to append, and how long questions take to be answered.</summary>
internal sealed class StoreTimings
{
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _query;
    private readonly TimeProvider _time;

    public StoreTimings(MonitorMeter monitor, TimeProvider time)
    {
        Meter meter = monitor.Meter;
        _time = time;
        _append = meter.CreateHistogram(
            "tokenusage.store.append.duration", "s", "How long the store took for a batch, failed ones included.",
            tags: null, GenAiBuckets.Seconds);
        _query = meter.CreateHistogram(
            "tokenusage.query.duration", "s", "How long a question took, those answered from memory included.",
            tags: null, GenAiBuckets.Seconds);
    }

    public long Start() => _time.GetTimestamp();

    public void Appended(long started) => _append.Record(_time.GetElapsedTime(started).TotalSeconds);

    public void Queried(long started) => _query.Record(_time.GetElapsedTime(started).TotalSeconds);
}
