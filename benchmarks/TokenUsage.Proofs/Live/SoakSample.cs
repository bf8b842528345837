namespace TokenUsage.Proofs.Live;

/// <summary>The process at one moment of a soak.</summary>
internal sealed record SoakSample(double Minutes, double HeapMiB, double WorkingSetMiB, int Handles, int Threads)
{
    private const string Open = "/proc/self/fd";

    public static SoakSample Take(TimeSpan elapsed)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new SoakSample(
            elapsed.TotalMinutes,
            GC.GetTotalMemory(forceFullCollection: true) / 1048576.0,
            process.WorkingSet64 / 1048576.0,
            Directory.Exists(Open) ? Directory.GetFileSystemEntries(Open).Length : process.HandleCount,
            process.Threads.Count);
    }

    /// <summary>Gets what the heap grows by in an hour, by least squares.</summary>
    public static double HeapSlope(IReadOnlyList<SoakSample> samples)
    {
        double time = samples.Average(s => s.Minutes);
        double heap = samples.Average(s => s.HeapMiB);
        double spread = samples.Sum(s => (s.Minutes - time) * (s.Minutes - time));
        return spread == 0 ? 0 : samples.Sum(s => (s.Minutes - time) * (s.HeapMiB - heap)) / spread * 60;
    }
}
