namespace TokenUsage.Proofs.Recording;

/// <summary>Runs each class of fault against the recorder and prints where every record ended.</summary>
internal sealed class FaultsProof : IProof
{
    public string Name => "faults";

    public string Usage =>
        "the identity of recording holds under every class of fault [--tmpfs <small mounted folder>]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        var lines = new List<FaultLine>();
        foreach (Func<string, Task<FaultLine>> fault in (Func<string, Task<FaultLine>>[])
        [
            folder => StoreFaults.FailsEverySecondAppendAsync(folder, afterCommit: false),
            folder => StoreFaults.FailsEverySecondAppendAsync(folder, afterCommit: true),
            StoreFaults.OnePercentIsPoisonAsync,
            StoreFaults.HangsAtTheEndAsync,
            StoreFaults.DownForTenMinutesAsync,
            folder => JournalFaults.DamagedAsync(
                folder, "cut off in the middle of a record", bytes => bytes.AsSpan(100_001).Clear()),
            folder => JournalFaults.DamagedAsync(folder, "a bit flipped in its header", bytes => bytes[3] ^= 4),
            folder => JournalFaults.DamagedAsync(folder, "a bit flipped in a frame's state", bytes => bytes[64] ^= 1),
            folder => JournalFaults.DamagedAsync(folder, "a bit flipped in a frame's length", bytes => bytes[68] ^= 1),
            folder => JournalFaults.DamagedAsync(
                folder, "a bit flipped in a frame's checksum", bytes => bytes[72] ^= 1),
            folder => JournalFaults.DamagedAsync(folder, "a bit flipped in a record", bytes => bytes[120] ^= 1),
            folder => JournalFaults.DamagedAsync(
                folder, "4 KiB of zeros in the middle", bytes => bytes.AsSpan(8192, 4096).Clear()),
            JournalFaults.RecordedAfterTheEndAsync,
        ])
        {
            lines.Add(await InFolderAsync(fault));
            Console.WriteLine(lines[^1]);
        }

        if (arguments.Has("tmpfs")) lines.Add(await JournalFaults.DiskFullAsync(arguments.Text("tmpfs", "")));
        if (arguments.Has("tmpfs")) Console.WriteLine(lines[^1]);
        else Console.WriteLine("  not run: disk full; name a small mounted folder with --tmpfs");
        return lines.All(line => line.Held) ? 0 : 1;
    }

    private static async Task<FaultLine> InFolderAsync(Func<string, Task<FaultLine>> fault)
    {
        string folder = Directory.CreateTempSubdirectory("tokenusage-faults-").FullName;
        try
        {
            return await fault(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
