using System.Diagnostics.Metrics;

namespace TokenUsage.Tests.Diagnostics;

/// <summary>One measurement, as a listener saw it.</summary>
internal sealed record MeasuredCall(
    string Instrument, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    /// <summary>Listens to the monitor's meter of one container.</summary>
    public static MeterListener Listen(IMeterFactory factory, List<MeasuredCall> into)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory)) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var named = new Dictionary<string, object?>(tags.ToArray());
            lock (into) into.Add(new MeasuredCall(instrument.Name, instrument.Unit, value, named));
        }
    }
}
