using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Tests.Recording;

public sealed class RecordedUsersTests : IDisposable
{
    private const string Erased = "user-1";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_file_of_the_journal_names_an_erased_user()
    {
        var store = new FaultyStore { IsPoison = record => record.Tokens.Input <= 6 };
        var rig = new RecorderRig(RecorderRig.Journalled(_folder), store);
        rig.Offer(60);
        await rig.FlushAsync();

        long erased = await rig.AdvanceUntil(EraseAsync(rig));
        await rig.DisposeAsync();

        erased.Should().Be(2, "of six records that were kept aside two are of that user");
        rig.Recorder.Quarantined.Should().HaveCount(4);
        foreach (string file in _folder.Files("*"))
            File.ReadAllBytes(file).AsSpan().IndexOf("user-1"u8).Should().Be(-1, file);
        string[] kept = File.ReadAllLines(_folder.Files("kept-aside-*.jsonl").Single());
        kept.Should().HaveCount(4);
    }

    [Fact]
    public async Task While_the_store_is_down_it_is_said_that_nothing_was_erased()
    {
        var store = new FaultyStore { At = (_, _, _) => throw new IOException("The store is down.") };
        var rig = new RecorderRig(RecorderRig.Journalled(_folder), store);
        rig.Offer(6);

        Func<Task> erase = () => rig.AdvanceUntil(EraseAsync(rig));

        await erase.Should().ThrowAsync<UsageStoreException>().WithMessage("6 records still wait*");
        await rig.DisposeAsync();
    }

    private static Task<long> EraseAsync(RecorderRig rig) =>
        new RecordedUsers(rig.Recorder).EraseUserAsync([Erased], TestContext.Current.CancellationToken).AsTask();
}
