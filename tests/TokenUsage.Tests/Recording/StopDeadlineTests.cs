using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class StopDeadlineTests
{
    [Fact]
    public async Task Draining_before_disposing_does_not_wait_for_a_hung_store_twice()
    {
        var store = new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task };
        var options = new RecordingOptions { DrainTimeout = TimeSpan.FromSeconds(10) };
        var rig = new RecorderRig(options, store);
        rig.Offer(3);
        DateTimeOffset start = rig.Time.GetUtcNow();

        await rig.AdvanceUntil(rig.Recorder.DrainAsync(TestContext.Current.CancellationToken));
        await rig.AdvanceUntil(rig.Recorder.DisposeAsync().AsTask());

        (rig.Time.GetUtcNow() - start).Should().BeLessThan(TimeSpan.FromSeconds(10.5));
        rig.Recorder.Report().Should().Be(new FlushReport { Offered = 3, Dropped = 3 });
    }

    [Fact]
    public async Task A_host_that_loses_its_patience_gets_no_exception()
    {
        var store = new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task };
        var rig = new RecorderRig(store: store);
        rig.Offer(3);

        Func<Task> drain = () => rig.Recorder.DrainAsync(new CancellationToken(canceled: true));

        await drain.Should().NotThrowAsync();
        await rig.DisposeAsync();
    }
}
