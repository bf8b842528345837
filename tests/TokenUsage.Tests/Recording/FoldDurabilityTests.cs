namespace TokenUsage.Tests.Recording;

/// <summary>Totals of records that found no room survive as records do.</summary>
public sealed class FoldDurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Totals_that_the_store_did_not_take_before_the_end_are_taken_at_the_next_start()
    {
        var store = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var full = new RecorderRig(RecorderRig.Journalled(_folder, capacity: 500), store);
        full.Offer(3_000);
        await full.DisposeAsync();
        full.Recorder.Report().Dropped.Should().Be(0);

        store.At = (_, _, _) => Task.CompletedTask;
        await using var next = new RecorderRig(RecorderRig.Journalled(_folder), store);
        FlushReport report = await next.FlushAsync();

        report.IsBalanced.Should().BeTrue();
        store.Records.Sum(record => record.Tokens.Total!.Value).Should().Be(3L * 3_000 * 3_001 / 2);
    }

    [Fact]
    public async Task A_few_seconds_after_the_journal_was_full_the_death_of_the_process_takes_nothing()
    {
        var store = new FaultyStore { At = (_, _, _) => new TaskCompletionSource().Task };
        var rig = new RecorderRig(RecorderRig.Journalled(_folder, capacity: 500), store);
        rig.Offer(3_000);
        rig.Recorder.AtRisk.Should().BeGreaterThan(0);

        rig.Time.Advance(TimeSpan.FromSeconds(5));

        rig.Recorder.AtRisk.Should().Be(0);
        await rig.DisposeAsync();
    }
}
