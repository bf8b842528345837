using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>
/// The process that is killed: records as fast as it can say so, and says so after each acknowledgement.
/// </summary>
internal static class Kill9Child
{
    private const int WarmUpRecords = 500;
    private const int MaxRecords = 200_000;

    public static int Run(string folder, Durability durability)
    {
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.Durability = durability;
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        using Stream acknowledged = Console.OpenStandardOutput();

        // Until the whole way has been used once, a kill meets the compiler and never a commit or a release.
        Record(recorder, acknowledged, WarmUpRecords);
        recorder.FlushAsync(TimeSpan.FromMinutes(1), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        acknowledged.Write(Guid.Empty.ToByteArray());
        Record(recorder, acknowledged, MaxRecords);
        return 0;
    }

    private static void Record(UsageRecorder recorder, Stream acknowledged, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            UsageRecord record = ProofRecords.Record(i);
            if (recorder.TryRecord(record)) acknowledged.Write(record.Id.ToByteArray());
        }
    }
}
