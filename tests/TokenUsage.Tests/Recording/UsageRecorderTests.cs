using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class UsageRecorderTests
{
    [Fact]
    public async Task What_is_offered_is_stored_in_order_and_counted()
    {
        await using var rig = new RecorderRig();

        List<Guid> offered = rig.Offer(1_234);
        FlushReport report = await rig.FlushAsync();

        rig.Store.Order.Should().Equal(offered);
        report.Should().Be(new FlushReport { Offered = 1_234, Stored = 1_234 });
    }

    [Fact]
    public async Task A_batch_is_never_larger_than_the_setting()
    {
        await using var rig = new RecorderRig(new RecordingOptions { BatchSize = 10 });

        rig.Offer(95);
        await rig.FlushAsync();

        rig.Store.Appends.Should().BeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public async Task A_lone_record_is_stored_after_the_batch_interval()
    {
        var stored = new TaskCompletionSource();
        var store = new FaultyStore
        {
            At = (step, _, _) =>
            {
                if (step == AppendStep.AfterCommit) stored.TrySetResult();
                return Task.CompletedTask;
            },
        };
        await using var rig = new RecorderRig(store: store);

        rig.Offer(1);
        await rig.AdvanceUntil(stored.Task);

        store.Records.Should().ContainSingle();
    }

    [Fact]
    public async Task Disposing_drains()
    {
        var rig = new RecorderRig();

        List<Guid> offered = rig.Offer(700);
        await rig.Recorder.DisposeAsync();

        rig.Store.Order.Should().Equal(offered);
        rig.Log.Lines.Should().ContainSingle(line => line.Id.Id == 5005);
    }

    [Fact]
    public async Task Disposing_twice_and_both_ways_stops_once()
    {
        var rig = new RecorderRig();

        await rig.Recorder.DisposeAsync();
        rig.Recorder.Dispose();

        rig.Log.Lines.Should().ContainSingle(line => line.Id.Id == 5005);
    }

    [Fact]
    public void Disposing_without_await_ends_at_the_deadline_when_the_store_hangs()
    {
        var store = new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task };
        var options = new RecordingOptions { DrainTimeout = TimeSpan.FromMilliseconds(20) };
        var rig = new RecorderRig(options, store, time: TimeProvider.System);

        rig.Offer(3);
        rig.Recorder.Dispose();

        rig.Recorder.Report().Should().Be(new FlushReport { Offered = 3, Dropped = 3 });
    }

    [Fact]
    public async Task A_record_that_comes_after_the_end_is_refused_and_counted()
    {
        var rig = new RecorderRig();
        await rig.DisposeAsync();

        bool accepted = rig.Recorder.TryRecord(rig.Record());

        accepted.Should().BeFalse();
        rig.Recorder.Report().Should().Be(new FlushReport { Offered = 1, Dropped = 1 });
    }

    [Fact]
    public async Task Recording_after_the_end_says_that_the_monitor_is_stopped()
    {
        var rig = new RecorderRig();
        await rig.DisposeAsync();

        Func<Task> record = () => rig.Recorder.RecordAsync(rig.Record(), CancellationToken.None).AsTask();

        await record.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Awaiting_a_record_ends_when_it_is_committed()
    {
        await using var rig = new RecorderRig();
        UsageRecord record = rig.Record();

        await rig.AdvanceUntil(rig.Recorder.RecordAsync(record, TestContext.Current.CancellationToken).AsTask());

        rig.Store.Order.Should().Equal(record.Id);
    }

    [Fact]
    public async Task The_same_record_twice_is_stored_once_and_counted_as_a_duplicate()
    {
        await using var rig = new RecorderRig();
        UsageRecord record = rig.Record();

        rig.Recorder.TryRecord(record);
        rig.Recorder.TryRecord(record);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 2, Stored = 1, Duplicate = 1 });
    }

    [Fact]
    public async Task Another_content_under_a_known_id_is_kept_aside_and_the_first_stays()
    {
        await using var rig = new RecorderRig();
        UsageRecord first = rig.Record(1);
        rig.Recorder.TryRecord(first);
        await rig.FlushAsync();

        rig.Recorder.TryRecord(rig.Record(2) with { Id = first.Id });
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 2, Stored = 1, Quarantined = 1 });
        rig.Store.Records.Should().ContainSingle().Which.Tokens.Should().Be(first.Tokens);
    }

    [Fact]
    public async Task Observers_see_what_was_inserted_and_nothing_else()
    {
        var observer = new CollectingObserver();
        await using var rig = new RecorderRig(observer: observer);
        UsageRecord record = rig.Record();

        rig.Recorder.TryRecord(record);
        rig.Recorder.TryRecord(record);
        await rig.FlushAsync();

        observer.Seen.Should().ContainSingle().Which.Id.Should().Be(record.Id);
    }

    [Fact]
    public async Task An_observer_that_throws_harms_nobody_and_is_logged()
    {
        var observer = new CollectingObserver { Fault = new InvalidOperationException("no") };
        await using var rig = new RecorderRig(observer: observer);

        rig.Offer(5);
        FlushReport report = await rig.FlushAsync();

        report.Stored.Should().Be(5);
        rig.Log.Lines.Should().Contain(line => line.Id.Id == 5002);
    }

    [Fact]
    public async Task A_flush_that_runs_out_of_time_reports_what_is_pending()
    {
        var store =
            new FaultyStore { At = (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) };
        var rig = new RecorderRig(store: store);

        rig.Offer(4);
        FlushReport report = await rig.AdvanceUntil(
            rig.Recorder.FlushAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).AsTask());

        report.Should().Be(new FlushReport { Offered = 4, Pending = 4 });
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task The_loop_does_not_keep_the_context_of_whoever_created_it()
    {
        var ambient = new AsyncLocal<string> { Value = "request 1" };
        string? seen = "not called";
        var store = new FaultyStore
        {
            At = (_, _, _) =>
            {
                seen = ambient.Value;
                return Task.CompletedTask;
            },
        };
        await using var rig = new RecorderRig(store: store);

        rig.Offer(1);
        await rig.FlushAsync();

        seen.Should().BeNull();
    }
}
