using System.Diagnostics;
using TokenUsage.Proofs.Recording;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.PowerCut;

/// <summary>Cuts the power at random moments of the journal's writes and flushes, and starts again on what the disk then holds.</summary>
internal sealed class PowerCutProof : IProof
{
    private const int CutsOfOneRun = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<int> _lostByCut = [];
    private long _completed;
    private long _completedLost;
    private long _accepted;
    private int _unbalanced;

    public string Name => "powercut";

    public string Usage => "what RecordAsync completed survives a power cut [--cuts 3000] [--seed 1]";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int cuts = arguments.Number("cuts", 3000);
        var random = new Random(arguments.Number("seed", 1));
        long start = Stopwatch.GetTimestamp();
        DiskLog? log = null;
        for (int i = 0; i < cuts && !cancellationToken.IsCancellationRequested; i++)
        {
            if (i % CutsOfOneRun == 0) log = await InFolderAsync(folder => PowerCutRun.RecordAsync(folder, random));
            await InFolderAsync(folder => CutAsync(log!, (CutKind)(i % 3), folder, random));
        }

        _lostByCut.Sort();
        Console.WriteLine(
            $"powercut: {_lostByCut.Count} cuts, a third each with unflushed writes dropped, half kept and torn: "
            + $"{_completed} completed by RecordAsync, {_completedLost} of them lost, {_unbalanced} unbalanced; "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
        Console.WriteLine(
            $"  TryRecord alone: {_accepted} accepted, lost by a cut: median {_lostByCut[_lostByCut.Count / 2]}, "
            + $"most {_lostByCut[^1]} (flushed every 4 ms here; at most what is accepted between two flushes)");
        return _completedLost + _unbalanced == 0 ? 0 : 1;
    }

    private async Task<bool> CutAsync(DiskLog log, CutKind kind, string folder, Random random)
    {
        int cut = random.Next(1, log.Events.Count + 1);
        RecordingOptions options = ProofRecords.Journalled(folder);
        options.SegmentBytes = PowerCutRun.SegmentBytes;
        options.BatchInterval = TimeSpan.Zero;
        Directory.CreateDirectory(options.JournalPath!);
        new CrashedDisk(log, cut, kind, random).WriteTo(options.JournalPath!);

        var store = new CommitBook(known: Before(log.Committed, cut));
        await using UsageRecorder recorder = ProofRecords.Recorder(store, options);
        FlushReport report = await recorder.FlushAsync(Patience, CancellationToken.None);

        Guid[] completed = [.. Before(log.Completed, cut)];
        Guid[] accepted = [.. Before(log.Accepted, cut)];
        _completed += completed.Length;
        _completedLost += completed.Count(id => !store.Ids.Contains(id));
        _accepted += accepted.Length;
        _lostByCut.Add(accepted.Count(id => !store.Ids.Contains(id)));
        if (!report.IsBalanced || report.Pending > 0) _unbalanced++;
        return true;
    }

    private static IEnumerable<Guid> Before(Dictionary<Guid, int> book, int cut) =>
        book.Where(entry => entry.Value <= cut).Select(entry => entry.Key);

    private static async Task<T> InFolderAsync<T>(Func<string, Task<T>> work)
    {
        string folder = Directory.CreateTempSubdirectory("tokenusage-powercut-").FullName;
        try
        {
            return await work(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
