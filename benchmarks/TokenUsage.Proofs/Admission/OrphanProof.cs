using System.Diagnostics;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>A process is killed with open leases; another, which sweeps once a second, gets back what they held.</summary>
internal static class OrphanProof
{
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(ISharedLedger kind, int calls, CancellationToken cancellationToken)
    {
        using LedgerHost host = await kind.StartAsync(cancellationToken);
        using (Process child = SharedOvershoot.Start(
            "--ledger", kind.Name, "--child", host.Address, "--hold", $"{calls}"))
        {
            await child.StandardOutput.ReadLineAsync(cancellationToken);
            child.Kill();
            await child.WaitForExitAsync(cancellationToken);
        }

        long killed = Stopwatch.GetTimestamp();
        IQuotaLedger ledger = kind.Connect(host.Address);
        await using var closing = (IAsyncDisposable)ledger;
        LedgerLine line = SharedOvershoot.Line(limit: 50_000_000, amount: 0);
        long orphaned = (await ledger.ReadAsync(line, CancellationToken.None)).Held;
        int expired = 0;
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while ((await ledger.ReadAsync(line, CancellationToken.None)).Held > 0)
        {
            await second.WaitForNextTickAsync(cancellationToken);
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
