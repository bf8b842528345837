using TokenUsage.Collections;
using TokenUsage.Recording;

namespace TokenUsage.Tests.Recording;

public sealed class AllocationTests
{
    private const int Records = 400;

    [Theory]
    [InlineData(Durability.Memory)]
    [InlineData(Durability.Journal)]
    public async Task A_record_costs_its_caller_less_than_one_small_object(Durability durability)
    {
        using var folder = new TemporaryFolder();
        await using var rig = new RecorderRig(
            new RecordingOptions { Durability = durability, JournalPath = folder.Path });
        for (int round = 0; round < 3; round++)
        {
            Record(rig.Recorder);
            await rig.FlushAsync();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Record(rig.Recorder);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        // Some for what grows in steps: the channel's ring, the pool's queue.
        (bytes / Records).Should().BeLessThan(32);
    }

    private static void Record(UsageRecorder recorder)
    {
        for (int i = 0; i < Records; i++)
        {
            UsageEntry entry = recorder.Rent();
            entry.Id = GuidSource.Next(DateTimeOffset.UnixEpoch);
            entry.StartedAt = DateTimeOffset.UnixEpoch;
            entry.Provider = "openai";
            entry.Operation = "chat";
            recorder.TryRecord(entry);
        }
    }
}
