using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class RedriveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.Memory)]
    [InlineData(Durability.Journal)]
    public async Task What_was_kept_aside_is_offered_again_once_the_cause_is_mended(Durability durability)
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input == 5 };
        await using var rig = new RecorderRig(Options(durability), store);
        List<Guid> offered = rig.Offer(20);
        await rig.FlushAsync();

        store.IsPoison = _ => false;
        int redriven = await rig.AdvanceUntil(RedriveAsync(rig));
        FlushReport report = await rig.FlushAsync();

        redriven.Should().Be(1);
        report.Should().Be(new FlushReport { Offered = 21, Stored = 20, Quarantined = 1 });
        store.Order.Should().BeEquivalentTo(offered);
        rig.Recorder.Quarantined.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Durability.Memory)]
    [InlineData(Durability.Journal)]
    public async Task What_is_refused_again_is_kept_aside_again(Durability durability)
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input == 5 };
        await using var rig = new RecorderRig(Options(durability), store);
        rig.Offer(20);
        await rig.FlushAsync();

        (await rig.AdvanceUntil(RedriveAsync(rig))).Should().Be(1);
        FlushReport report = await rig.FlushAsync();

        report.Should().Be(new FlushReport { Offered = 21, Stored = 19, Quarantined = 2 });
        rig.Recorder.Quarantined.Should().ContainSingle().Which.Record.Tokens.Input.Should().Be(5);
    }

    [Fact]
    public async Task What_an_earlier_process_kept_aside_is_offered_again_too_and_its_file_is_gone()
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input <= 3 };
        var earlier = new RecorderRig(Options(Durability.Journal), store);
        earlier.Offer(20);
        await earlier.FlushAsync();
        await earlier.DisposeAsync();

        store.IsPoison = _ => false;
        await using var rig = new RecorderRig(Options(Durability.Journal), store);
        (await rig.AdvanceUntil(RedriveAsync(rig))).Should().Be(3);
        await rig.FlushAsync();

        store.Records.Should().HaveCount(20);
        _folder.Files("*.jsonl").Should().BeEmpty();
    }

    private RecordingOptions Options(Durability durability) =>
        new() { Durability = durability, JournalPath = _folder.Path };

    private static Task<int> RedriveAsync(RecorderRig rig) =>
        rig.Recorder.RedriveAsync(TestContext.Current.CancellationToken).AsTask();
}
