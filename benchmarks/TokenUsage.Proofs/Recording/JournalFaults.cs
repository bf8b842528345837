using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>A journal that is damaged, or written after the end.</summary>
internal static class JournalFaults
{
    private const int Records = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The first frame begins behind the segment's header of 64 bytes: state, length, checksum, a spare word, the
    // record.
    private static readonly (string Name, Func<byte[], byte[]> Inflict)[] Damages =
    [
        ("cut to nothing", bytes => []),
        ("cut in its header", bytes => bytes[..32]),
        ("cut behind its header", bytes => bytes[..64]),
        ("cut in a frame's state", bytes => bytes[..66]),
        ("cut in a frame's length", bytes => bytes[..70]),
        ("cut in a frame's checksum", bytes => bytes[..74]),
        ("cut behind a frame's header", bytes => bytes[..80]),
        ("cut in the middle of a record", bytes => bytes[..100_001]),
        ("zeros from the middle of a record on", bytes => Change(bytes, b => b.AsSpan(100_001).Clear())),
        ("4 KiB of zeros in the middle", bytes => Change(bytes, b => b.AsSpan(8192, 4096).Clear())),
        ("4 KiB of noise in the middle", bytes => Change(bytes, b => new Random(1).NextBytes(b.AsSpan(8192, 4096)))),
        ("a bit flipped in its header", bytes => Change(bytes, b => b[3] ^= 4)),
        ("a bit flipped in a frame's state", bytes => Change(bytes, b => b[64] ^= 1)),
        ("a bit flipped in a frame's length", bytes => Change(bytes, b => b[68] ^= 1)),
        ("the top bit flipped in a frame's length", bytes => Change(bytes, b => b[71] ^= 0x80)),
        ("a bit flipped in a frame's checksum", bytes => Change(bytes, b => b[72] ^= 1)),
        ("a bit flipped in a frame's spare word", bytes => Change(bytes, b => b[76] ^= 1)),
        ("a bit flipped in a record's version", bytes => Change(bytes, b => b[80] ^= 1)),
        ("a bit flipped in a record", bytes => Change(bytes, b => b[120] ^= 1)),
        ("a bit flipped behind the last record", bytes => Change(bytes, b => b[^9] ^= 1)),
    ];

    public static IEnumerable<Func<string, Task<FaultLine>>> All =>
        Damages.Select(damage => (Func<string, Task<FaultLine>>)(
            folder => DamagedAsync(folder, damage.Name, damage.Inflict)));

    public static async Task<FaultLine> RecordedAfterTheEndAsync(string folder)
    {
        var store = new ModelStore();
        RecordingOptions options = ProofRecords.Journalled(folder);
        UsageRecorder stopped = ProofRecords.Recorder(store, options);
        await stopped.DisposeAsync();
        for (int i = 1; i <= 50; i++) stopped.TryRecord(ProofRecords.Record(i));

        await using UsageRecorder next = ProofRecords.Recorder(store, options);
        FlushReport report = await next.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            "50 records after the end", report, report is { IsBalanced: true, Recovered: 50, Stored: 50 });
    }

    private static async Task<FaultLine> DamagedAsync(string folder, string damage, Func<byte[], byte[]> inflict)
    {
        var store = new ModelStore();
        RecordingOptions options = ProofRecords.Journalled(folder);
        await LeaveBehindAsync(store, options, Records);
        foreach (string path in Directory.EnumerateFiles(folder, "*.seg", SearchOption.AllDirectories))
            await File.WriteAllBytesAsync(path, inflict(await File.ReadAllBytesAsync(path)));

        await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);
        return new FaultLine(
            $"segment: {damage}", report, report is { IsBalanced: true, Dropped: 0, Pending: 0 },
            $"{100.0 * report.Stored / Records:0.0} % recovered");
    }

    private static async Task LeaveBehindAsync(ModelStore store, RecordingOptions options, int count)
    {
        store.At = static (_, _) => throw new IOException("The store is down.");
        options.DrainTimeout = TimeSpan.FromMilliseconds(100);
        UsageRecorder recorder = ProofRecords.Recorder(store, options);
        for (int i = 1; i <= count; i++) recorder.TryRecord(ProofRecords.Record(i));
        await recorder.DisposeAsync();
        store.At = static (_, _) => Task.CompletedTask;
    }

    private static byte[] Change(byte[] bytes, Action<byte[]> change)
    {
        change(bytes);
        return bytes;
    }
}
