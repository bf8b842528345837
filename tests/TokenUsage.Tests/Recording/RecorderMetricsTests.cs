using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Diagnostics;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class RecorderMetricsTests
{
    [Fact]
    public async Task The_instruments_say_what_the_report_says()
    {
        await using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var rig = new RecorderRig();
        var monitor = new MonitorMeter(services.GetRequiredService<IMeterFactory>());
        RecorderMetrics.Observe(rig.Recorder, monitor);
        rig.Offer(7);
        await rig.FlushAsync();

        Dictionary<string, long> values = Read(monitor.Meter);

        values["tokenusage.recorder.offered"].Should().Be(7);
        values["tokenusage.recorder.stored"].Should().Be(7);
        values["tokenusage.recorder.pending"].Should().Be(0);
        values["tokenusage.recorder.at_risk"].Should().Be(0);
        values["tokenusage.recorder.dropped"].Should().Be(0);
    }

    [Fact]
    public async Task In_memory_everything_that_is_under_way_is_at_risk()
    {
        var rig = new RecorderRig(store: new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task });

        rig.Offer(7);

        rig.Recorder.AtRisk.Should().Be(7);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task In_the_journal_only_a_power_cut_takes_anything_and_only_until_the_flush()
    {
        using var folder = new TemporaryFolder();
        var store = new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task };
        var rig = new RecorderRig(RecorderRig.Journalled(folder), store);

        rig.Offer(7);
        rig.Recorder.AtRisk.Should().Be(0);
        await rig.AdvanceUntil(rig.Recorder.RecordAsync(rig.Record(), TestContext.Current.CancellationToken).AsTask());

        rig.Recorder.Unflushed.Should().Be(0);
        await rig.DisposeAsync();
    }

    private static Dictionary<string, long> Read(Meter meter)
    {
        var values = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter == meter) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
