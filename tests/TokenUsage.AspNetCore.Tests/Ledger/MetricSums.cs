using System.Diagnostics.Metrics;

namespace TokenUsage.AspNetCore.Tests.Ledger;

/// <summary>Adds up what the monitor's counters count.</summary>
internal sealed class MetricSums : IDisposable
{
    private readonly MeterListener _listener;
    private long _attempts;
    private long _input;
    private long _output;
    private long _cached;
    private double _usd;

    public MetricSums(IMeterFactory factory)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory)) self.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name == "tokenusage.cost") _usd += value; // only the recorder's loop counts
        });
        _listener.Start();
    }

    public LedgerSums Sums => new(_attempts, _input, _output, _cached, (decimal)_usd);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name == "tokenusage.calls") _attempts += value;
        if (instrument.Name != "tokenusage.tokens") return;

        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key != "gen_ai.token.type") continue;
            _ = tag.Value switch
            {
                "input" => _input += value,
                "output" => _output += value,
                "cache_read" => _cached += value,
                _ => 0,
            };
        }
    }
}
