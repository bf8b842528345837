using System.Diagnostics.Metrics;
using TokenUsage.Diagnostics;

namespace TokenUsage.Recording;

/// <summary>What recording tells about itself: where every record is, and what would be lost now.</summary>
/// <remarks>Observed and not counted along: a caller's path pays nothing for them.</remarks>
internal static class RecorderMetrics
{
    private const string Prefix = "tokenusage.recorder.";
    private const string Records = "{record}";

    /// <summary>Makes the recorder's instruments; the meter ends them with the container.</summary>
    public static void Observe(UsageRecorder recorder, MonitorMeter monitor)
    {
        Meter meter = monitor.Meter;
        Count(meter, "offered", "Records offered by this process.", () => recorder.Report().Offered);
        Count(meter, "recovered", "Records found in the journal of a dead process.", () => recorder.Report().Recovered);
        Count(meter, "stored", "Records that the store has committed.", () => recorder.Report().Stored);
        Count(meter, "duplicates", "Records that the store had already.", () => recorder.Report().Duplicate);
        Count(meter, "quarantined", "Records that the store refuses for ever.", () => recorder.Report().Quarantined);
        Count(meter, "folded", "Records of which only totals were kept.", () => recorder.Report().Folded);
        Count(meter, "dropped", "Records that were lost.", () => recorder.Report().Dropped);
        Count(meter, "observer_faults", "Faults of usage observers.", () => recorder.ObserverFaults, "{fault}");
        Count(meter, "retries", "Batches that had to be tried again.", () => recorder.Retries, "{batch}");

        Gauge(meter, "pending", "Records on their way to the store.", () => recorder.Report().Pending);
        Gauge(meter, "capacity", "Records that may wait for the store.", () => recorder.Capacity);
        Gauge(meter, "at_risk", "Records that the death of the process would take now.", () => recorder.AtRisk);
        Gauge(meter, "unflushed", "Records that a power cut would take now.", () => recorder.Unflushed);
    }

    private static void Count(
        Meter meter, string name, string description, Func<long> value, string unit = Records) =>
        meter.CreateObservableCounter(Prefix + name, value, unit, description);

    private static void Gauge(Meter meter, string name, string description, Func<long> value) =>
        meter.CreateObservableGauge(Prefix + name, value, Records, description);
}
