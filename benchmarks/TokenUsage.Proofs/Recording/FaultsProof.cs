namespace TokenUsage.Proofs.Recording;

/// <summary>Runs each class of fault against the recorder and prints where every record ended.</summary>
internal sealed class FaultsProof : IProof
{
    public string Name => "faults";

    public string Usage => "the identity of recording holds under every class of fault";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Has("terminate")) return await Termination.RunChildAsync(arguments.Text("terminate", ""));

        var lines = new List<FaultLine>();
        foreach (Func<string, Task<FaultLine>> fault in (Func<string, Task<FaultLine>>[])
        [
            .. Enum.GetValues<AppendMoment>().Select(moment => (Func<string, Task<FaultLine>>)(
                folder => StoreFaults.FailsEverySecondTimeAsync(folder, moment))),
            StoreFaults.OnePercentIsPoisonAsync,
            StoreFaults.FlushCancelledAtEachMomentAsync,
            StoreFaults.StoppedAtEachMomentAsync,
            StoreFaults.HangsAtTheEndAsync,
            Termination.WithHungStoreAsync,
            LockedDatabase.ForAMinuteAsync,
            .. JournalFaults.All,
            JournalFaults.RecordedAfterTheEndAsync,
        ])
        {
            if (cancellationToken.IsCancellationRequested) return 1;
            Print(lines, await InFolderAsync(fault));
        }

        IReadOnlyList<FaultLine> disks = await DiskFaults.RunAsync();
        foreach (FaultLine line in disks) Print(lines, line);
        if (disks.Count == 0) Console.WriteLine("  NOT RUN disk full: this user may not mount a small tmpfs");

        Console.WriteLine($"faults: {lines.Count(line => line.Held)} of {lines.Count} held");
        return disks.Count > 0 && lines.All(line => line.Held) ? 0 : 1;
    }

    private static void Print(List<FaultLine> lines, FaultLine line)
    {
        lines.Add(line);
        Console.WriteLine(line);
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
