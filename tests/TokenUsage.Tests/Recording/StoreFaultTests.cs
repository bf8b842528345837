using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class StoreFaultTests
{
    [Theory]
    [CombinatorialSteps]
    public async Task A_store_that_fails_at_any_step_of_any_append_loses_and_doubles_nothing(
        AppendStep step, int append)
    {
        var store = new FaultyStore
        {
            At = (at, number, _) => at == step && number == append
                ? throw new IOException("The connection is gone.")
                : Task.CompletedTask,
        };
        await using var rig = new RecorderRig(new RecordingOptions { BatchSize = 10 }, store);

        List<Guid> offered = rig.Offer(45);
        FlushReport report = await rig.FlushAsync();

        store.Order.Should().Equal(offered);
        report.IsBalanced.Should().BeTrue();
        (report.Stored + report.Duplicate).Should().Be(45);
    }

    [Theory]
    [CombinatorialSteps]
    public async Task Stopping_while_the_store_hangs_at_any_step_leaves_the_counts_exact(AppendStep step, int append)
    {
        var store = new FaultyStore
        {
            At = (at, number, token) => at == step && number == append
                ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
                : Task.CompletedTask,
        };
        var rig = new RecorderRig(new RecordingOptions { BatchSize = 10 }, store);

        rig.Offer(45);
        await rig.DisposeAsync();

        FlushReport report = rig.Recorder.Report();
        report.IsBalanced.Should().BeTrue();
        report.Pending.Should().Be(0);
        store.Order.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task One_percent_of_poison_is_found_and_kept_aside_and_the_rest_is_stored()
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input % 100 == 37 };
        await using var rig = new RecorderRig(store: store);

        rig.Offer(5_000);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 5_000, Stored = 4_950, Quarantined = 50 });
        rig.Recorder.Quarantined.Should().OnlyContain(kept => store.IsPoison(kept.Record));
    }

    [Fact]
    public async Task One_poisoned_record_costs_no_more_appends_than_twice_the_halvings()
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input == 311 };
        await using var rig = new RecorderRig(store: store);

        rig.Offer(500);
        await rig.FlushAsync();

        store.Appends.Should().BeLessThanOrEqualTo(2 * 9 * 2);
    }

    [Fact]
    public async Task A_fault_that_lasts_is_told_and_waited_out()
    {
        var store = new FaultyStore
        {
            At = (_, number, _) => number <= 12 ? throw new TimeoutException("The store is down.") : Task.CompletedTask,
        };
        await using var rig = new RecorderRig(store: store);

        rig.Offer(3);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 3, Stored = 3 });
        rig.Log.Lines.Count(line => line.Id.Id == 5000).Should().Be(12);
    }
}
