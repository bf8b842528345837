using TokenUsage.Proofs.Recording;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.PowerCut;

/// <summary>One run of the recorder over a logged disk.</summary>
internal static class PowerCutRun
{
    public const int SegmentBytes = 64 * 1024;
    private const int Callers = 8;
    private const int AwaitedByEach = 25;
    private const int OfferedByEach = 250;

    /// <summary>Records, some with and some without waiting for the disk, while segments fill, roll over and are deleted.</summary>
    public static async Task<DiskLog> RecordAsync(string folder, Random random)
    {
        var log = new DiskLog();
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.Disk = new LoggedDisk(log);
        options.SegmentBytes = SegmentBytes;
        options.BatchSize = 50;
        options.BatchInterval = TimeSpan.FromMilliseconds(2);
        options.FlushInterval = TimeSpan.FromMilliseconds(4);
        await using UsageRecorder recorder = ProofRecords.Recorder(new CommitBook(log), options);
        int[] seeds = [.. Enumerable.Range(0, Callers).Select(_ => random.Next())];
        await Task.WhenAll(seeds.Select(seed => Task.Run(() => CallAsync(recorder, log, new Random(seed)))));
        return log;
    }

    private static async Task CallAsync(UsageRecorder recorder, DiskLog log, Random random)
    {
        int awaited = 0;
        int offered = 0;
        while (awaited + offered < AwaitedByEach + OfferedByEach)
        {
            UsageRecord record = ProofRecords.Record(awaited + offered + 1);
            if (random.Next(AwaitedByEach + OfferedByEach) < AwaitedByEach)
            {
                awaited++;
                await recorder.RecordAsync(record, CancellationToken.None);
                log.Note(log.Completed, record.Id);
            }
            else
            {
                offered++;
                if (recorder.TryRecord(record)) log.Note(log.Accepted, record.Id);
            }
        }
    }
}
