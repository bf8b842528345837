using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>The process that is killed: records as fast as it can say so, and says so after each acknowledgement.</summary>
internal static class Kill9Child
{
    private const int MaxRecords = 200_000;

    public static int Run(string folder, Durability durability)
    {
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.Durability = durability;
        using var store = new AppendOnlyStore(Path.Combine(folder, "store"));
        using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        using Stream acknowledged = Console.OpenStandardOutput();

        // The first id says only that recording begins.
        acknowledged.Write(Guid.Empty.ToByteArray());
        for (int i = 1; i <= MaxRecords; i++)
        {
            UsageRecord record = ProofRecords.Record(i);
            if (recorder.TryRecord(record)) acknowledged.Write(record.Id.ToByteArray());
        }

        return 0;
    }
}
