using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class OverflowTests
{
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task A_full_queue_folds_into_totals_that_lose_no_token_and_no_cent()
    {
        await using RecorderRig rig = Blocked(OverflowRule.Fold);

        rig.Offer(1_000).Should().HaveCount(1_000);
        rig.Recorder.Report().Folded.Should().BeGreaterThan(900);
        _gate.SetResult();
        FlushReport report = await rig.FlushAsync();

        report.IsBalanced.Should().BeTrue();
        report.Dropped.Should().Be(0);
        rig.Store.Records.Sum(record => record.Tokens.Total!.Value).Should().Be(3L * 1_000 * 1_001 / 2);
        rig.Store.Records.Sum(record => record.Cost.Usd!.Value).Should().Be(0.001m * 1_000 * 1_001 / 2);
    }

    [Fact]
    public async Task A_folded_record_tells_how_many_calls_it_stands_for()
    {
        await using RecorderRig rig = Blocked(OverflowRule.Fold);

        rig.Offer(1_000);
        _gate.SetResult();
        FlushReport report = await rig.FlushAsync();

        rig.Store.Records
            .Sum(record =>
                record.Metadata.TryGetValue(FoldedTotals.CallsKey, out string? calls) ? long.Parse(calls, null) : 0)
            .Should().Be(report.Folded);
    }

    [Fact]
    public async Task Only_when_asked_for_is_a_record_dropped_and_then_it_says_so()
    {
        await using RecorderRig rig = Blocked(OverflowRule.DropNewest);

        int accepted = rig.Offer(1_000).Count;
        _gate.SetResult();
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 1_000, Stored = accepted, Dropped = 1_000 - accepted });
    }

    [Fact]
    public async Task Awaiting_a_record_waits_for_room()
    {
        await using RecorderRig rig = Blocked(OverflowRule.DropNewest);
        while (rig.Recorder.TryRecord(rig.Record())) { }

        Task waiting = rig.Recorder.RecordAsync(rig.Record(), TestContext.Current.CancellationToken).AsTask();
        waiting.IsCompleted.Should().BeFalse();
        _gate.SetResult();
        await rig.AdvanceUntil(waiting);

        FlushReport report = await rig.FlushAsync();
        report.Dropped.Should().Be(1, "the probe that found the queue full was dropped, the one that waited was not");
    }

    [Fact]
    public async Task A_full_queue_is_told_to_the_log_a_few_times_and_not_once_a_record()
    {
        await using RecorderRig rig = Blocked(OverflowRule.Fold);

        rig.Offer(1_000);
        _gate.SetResult();

        rig.Log.Lines.Count(line => line.Id.Id == 5003).Should().BeInRange(1, 11);
    }

    private RecorderRig Blocked(OverflowRule rule)
    {
        var store = new FaultyStore { At = (_, _, _) => _gate.Task };
        return new RecorderRig(new RecordingOptions { BatchSize = 10, Capacity = 20, WhenFull = rule }, store);
    }
}
