using System.Diagnostics;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>What one outage came to.</summary>
internal sealed class OutageFigures(
    OutageStep[] steps, long lost, TimeSpan back, LedgerBalance balance, long limit, int faults)
{
    private static readonly TimeSpan MostAtFirst = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan MostOffline = TimeSpan.FromMilliseconds(0.2);
    private static readonly TimeSpan MostBack = TimeSpan.FromSeconds(2);

    private readonly long _admitted = steps.Sum(step => step.Admitted);

    /// <summary>Prints the figures.</summary>
    /// <returns>Whether everything that is promised held.</returns>
    public bool Report(string name, bool mayCountTwice)
    {
        OutageStep[] offline = [.. steps.Where(step => step.WasOffline)];
        TimeSpan first = P99(steps.Where(step => Stopwatch.GetElapsedTime(lost, step.Start) is var at
            && at >= TimeSpan.Zero && at < TimeSpan.FromSeconds(1)));
        TimeSpan open = P99(offline);
        long bound = Bound();
        int succeeded = offline.Count(step => step.Admitted > 0);
        bool isCharged = mayCountTwice ? balance.Used >= _admitted : balance.Used == _admitted;

        Console.WriteLine(name);
        Console.WriteLine($"  calls       {steps.Length:N0}, of them {offline.Length:N0} while offline "
            + $"({succeeded:N0} admitted); {faults} faults reached a caller");
        Console.WriteLine($"  admitted    {_admitted:N0} of {limit:N0}; the policy's bound is {limit + bound:N0}");
        Console.WriteLine($"  charged     {balance.Used:N0}, held {balance.Held:N0}");
        Console.WriteLine($"  added p99   {first.TotalMilliseconds:0.0} ms in the first second, "
            + $"{open.TotalMilliseconds:0.000} ms while the circuit is open");
        Console.WriteLine($"  enforced    {back.TotalMilliseconds:N0} ms after the server's return");

        bool holds = _admitted <= limit + bound && isCharged && balance.Held == 0 && faults == 0 && succeeded > 0
            && first <= MostAtFirst && open <= MostOffline && back <= MostBack;
        Console.WriteLine(holds ? "  holds" : "  FAILED");
        return holds;
    }

    /// <summary>
    /// Works out by how much shares may have been reckoned too large: what the others took after each process's last
    /// look, divided as the share is; and what was admitted by shares when the first process already asked the server
    /// again, from one probe before that, since it cannot have been told there.
    /// </summary>
    private long Bound()
    {
        long firstBack = steps.Where(step => !step.WasOffline && step.Start > lost + Stopwatch.Frequency)
            .Select(step => step.Start)
            .DefaultIfEmpty(long.MaxValue)
            .Min();
        long untold = steps.Where(step => step.WasOffline && step.End > firstBack - (Stopwatch.Frequency / 4))
            .Sum(step => step.Admitted);
        int processes = steps.Max(step => step.Process) + 1;
        long bound = 0;
        for (int process = 0; process < processes; process++)
        {
            long looked = steps.Where(step => step.Process == process && !step.WasOffline && step.End < lost)
                .Select(step => step.Start)
                .DefaultIfEmpty(long.MaxValue)
                .Max();
            bound += steps.Where(step => step.Process != process && !step.WasOffline && step.End >= looked
                    && step.Start <= lost + Stopwatch.Frequency)
                .Sum(step => step.Admitted) / processes;
        }

        return bound + untold;
    }

    private static TimeSpan P99(IEnumerable<OutageStep> some)
    {
        TimeSpan[] took = [.. some.Select(step => Stopwatch.GetElapsedTime(step.Start, step.End)).Order()];
        return took.Length == 0 ? TimeSpan.Zero : took[(took.Length - 1) * 99 / 100];
    }
}
