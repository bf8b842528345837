namespace TokenUsage.Tests.Recording;

/// <summary>A store that commits and then fails to say so.</summary>
public sealed class UnknownOutcomeTests
{
    [Fact]
    public async Task What_a_failed_attempt_committed_is_stored_and_no_duplicate()
    {
        await using var rig = new RecorderRig(store: FailsAfterCommit(attempt: 1));

        rig.Offer(45);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 45, Stored = 45 });
    }

    [Fact]
    public async Task Observers_see_it_once()
    {
        var observer = new CollectingObserver();
        await using var rig = new RecorderRig(store: FailsAfterCommit(attempt: 1), observer: observer);

        List<Guid> offered = rig.Offer(45);
        await rig.FlushAsync();

        observer.Seen.Select(record => record.Id).Should().Equal(offered);
    }

    [Fact]
    public async Task What_was_stored_before_stays_a_duplicate()
    {
        var observer = new CollectingObserver();
        await using var rig = new RecorderRig(store: FailsAfterCommit(attempt: 2), observer: observer);
        UsageRecord record = rig.Record();

        rig.Recorder.TryRecord(record);
        await rig.FlushAsync();
        rig.Recorder.TryRecord(record);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 2, Stored = 1, Duplicate = 1 });
        observer.Seen.Should().ContainSingle();
    }

    [Fact]
    public async Task The_same_id_twice_in_its_batch_is_stored_once()
    {
        await using var rig = new RecorderRig(store: FailsAfterCommit(attempt: 1));
        UsageRecord record = rig.Record();

        rig.Recorder.TryRecord(record);
        rig.Recorder.TryRecord(record);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 2, Stored = 1, Duplicate = 1 });
    }

    private static FaultyStore FailsAfterCommit(int attempt) => new()
    {
        At = (at, number, _) => at == AppendStep.AfterCommit && number == attempt
            ? throw new IOException("The connection is gone.")
            : Task.CompletedTask,
    };
}
