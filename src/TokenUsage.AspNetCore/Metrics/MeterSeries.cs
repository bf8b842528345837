using System.Diagnostics.Metrics;

namespace TokenUsage.AspNetCore.Metrics;

/// <summary>One instrument with one set of tags, as it stands.</summary>
internal sealed class MeterSeries(Instrument instrument, string labels, IReadOnlyList<double> bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds.Count];
    private double _value;
    private long _count;

    public Instrument Instrument { get; } = instrument;

    public string Labels { get; } = labels;

    public IReadOnlyList<double> Bounds { get; } = bounds;

    public bool IsHistogram => Bounds.Count > 0;

    public void Set(double value)
    {
        lock (_lock) _value = value;
    }

    public void Add(double value)
    {
        lock (_lock)
        {
            _value += value;
            _count++;
            for (int i = 0; i < _buckets.Length; i++)
            {
                if (value <= Bounds[i]) _buckets[i]++;
            }
        }
    }

    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_lock) return (_value, _count, [.. _buckets]);
    }
}
