using TokenUsage.Recording;
using TokenUsage.Storage;

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

        rig.Store.Records.Where(record => record.Operation == "folded").Sum(record => (long)record.Weight)
            .Should().Be(report.Folded);
    }

    [Fact]
    public async Task Totals_of_folded_records_are_the_totals_of_the_calls_but_for_the_spread_of_their_times()
    {
        await using RecorderRig rig = Blocked(OverflowRule.Fold);
        UsageRecord[] calls = [.. Enumerable.Range(0, 1_000).Select(i => Unlike(rig.Record(), i))];

        foreach (UsageRecord call in calls) rig.Recorder.TryRecord(call).Should().BeTrue();
        _gate.SetResult();
        await rig.FlushAsync();

        rig.Store.Records.Should().HaveCountLessThan(300);
        Totals(rig.Store.Records).Should().BeEquivalentTo(Totals(calls));
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

    private static UsageRecord Unlike(UsageRecord record, int i) => record with
    {
        Attempt = 1 + (i % 3),
        Source = (UsageSource)(i % 4),
        Outcome = (CallOutcome)(i % 5),
        Cost = (i % 7) switch
        {
            0 => Cost.Unpriced,
            1 => new Cost { Status = CostStatus.Partial, Usd = 0.01m * i },
            2 => new Cost { Status = CostStatus.Partial },
            3 => new Cost { Status = CostStatus.Estimated, Usd = 0.02m * i },
            _ => record.Cost,
        },
    };

    private static UsageTotals Totals(IEnumerable<UsageRecord> records)
    {
        var sum = new RollupCell();
        foreach (UsageRecord record in records) sum.Add(record);
        return sum.ToTotals() with { Latency = null, TimeToFirstToken = null };
    }

    private RecorderRig Blocked(OverflowRule rule)
    {
        var store = new FaultyStore { At = (_, _, _) => _gate.Task };
        return new RecorderRig(new RecordingOptions { BatchSize = 10, Capacity = 20, WhenFull = rule }, store);
    }
}
