using System.Diagnostics;
using TokenUsage.Admission;
using TokenUsage.Sqlite.Quotas;

namespace TokenUsage.Proofs.Admission;

/// <summary>A process is killed with open leases; another, which sweeps once a second, gets back what they held.</summary>
internal static class OrphanProof
{
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int calls)
    {
        string folder = Directory.CreateTempSubdirectory("orphans-").FullName;
        try
        {
            return await RunAsync(Path.Combine(folder, "usage.db"), calls);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(string file, int calls)
    {
        using (Process child = SharedOvershoot.Start("--child", file, "--hold", $"{calls}"))
        {
            await child.StandardOutput.ReadLineAsync();
            child.Kill();
            await child.WaitForExitAsync();
        }

        long killed = Stopwatch.GetTimestamp();
        await using SqliteQuotaLedger ledger = SharedOvershoot.Open(file);
        LedgerLine line = SharedOvershoot.Line(limit: 50_000_000, amount: 0);
        long orphaned = (await ledger.ReadAsync(line, CancellationToken.None)).Held;
        int expired = 0;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((await ledger.ReadAsync(line, CancellationToken.None)).Held > 0)
        {
            await second.WaitForNextTickAsync();
            expired += (await ledger.SweepAsync(10_000, CancellationToken.None)).Count;
        }

        double seconds = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        Console.WriteLine($"orphans     {orphaned:N0} held when the process was killed, {expired:N0} expired");
        Console.WriteLine($"free again  after {seconds:0.0} s; lease {Lease.TotalSeconds:0} s");
        bool holds = orphaned == calls && expired == calls && seconds <= Lease.TotalSeconds + 1;
        Console.WriteLine(holds ? "leaked      0" : "leaked      FAILED");
        return holds ? 0 : 1;
    }
}
