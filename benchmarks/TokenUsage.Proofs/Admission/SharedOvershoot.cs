using System.Diagnostics;
using System.Globalization;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>Several processes draw on one quota of a shared ledger until it is used up, and go on asking.</summary>
internal sealed class SharedOvershoot(ISharedLedger kind, int processes, int threads, int attempts, long limit)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using LedgerHost host = await kind.StartAsync(cancellationToken);
        Process[] children = [.. Enumerable.Range(1, processes).Select(i => Start(host.Address, i))];
        foreach (Process child in children) await child.StandardOutput.ReadLineAsync(cancellationToken);

        var watch = Stopwatch.StartNew();
        foreach (Process child in children) await child.StandardInput.WriteLineAsync("go");
        OvershootTally[] tallies = await Task.WhenAll(children.Select(child => ReadAsync(child, cancellationToken)));
        watch.Stop();

        IQuotaLedger ledger = kind.Connect(host.Address);
        LedgerBalance balance = await ledger.ReadAsync(SharedOvershootWorker.Line(limit, 0), cancellationToken);
        await ((IAsyncDisposable)ledger).DisposeAsync();
        return Report(OvershootTally.Sum(tallies), balance, watch.Elapsed);
    }

    private int Report(OvershootTally sum, LedgerBalance balance, TimeSpan elapsed)
    {
        int calls = sum.AdmittedCalls + sum.RefusedCalls;
        Console.WriteLine($"ledger      {kind.Name}, {processes} processes with {threads} threads each");
        Console.WriteLine($"attempts    {calls:N0}: {sum.AdmittedCalls:N0} admitted, {sum.RefusedCalls:N0} refused, "
            + $"{sum.Errors:N0} errors");
        Console.WriteLine($"limit       {limit:N0}, admitted {sum.Admitted:N0}, left {limit - sum.Admitted:N0}");
        Console.WriteLine($"refused     {(sum.RefusedCalls == 0 ? "none" : $"at least {sum.SmallestRefused:N0}")}");
        Console.WriteLine($"ledger      used {balance.Used:N0}, held {balance.Held:N0}");
        Console.WriteLine($"speed       {calls / elapsed.TotalSeconds:N0} attempts a second, "
            + $"{sum.AdmittedCalls / elapsed.TotalSeconds:N0} admitted and settled");

        bool holds = sum.Errors == 0 && sum.Admitted <= limit && balance == new LedgerBalance(sum.Admitted, 0);
        bool isTight = sum.RefusedCalls == 0 || limit - sum.Admitted < sum.SmallestRefused;
        Console.WriteLine(holds && isTight ? "overshoot   0" : "overshoot   FAILED");
        return holds && isTight ? 0 : 1;
    }

    private Process Start(string address, int number)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardInput = true, RedirectStandardOutput = true };
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        if (isHosted) start.ArgumentList.Add(typeof(SharedOvershoot).Assembly.Location);
        string[] words =
        [
            "overshoot", "--ledger", kind.Name, "--child", number.ToString(CultureInfo.InvariantCulture), "--address",
            address, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--attempts",
            (attempts / processes).ToString(CultureInfo.InvariantCulture), "--limit",
            limit.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    private static async Task<OvershootTally> ReadAsync(Process child, CancellationToken cancellationToken)
    {
        string? said = await child.StandardOutput.ReadLineAsync(cancellationToken);
        await child.WaitForExitAsync(cancellationToken);
        child.Dispose();
        return OvershootTally.Parse(said ?? throw new InvalidOperationException("A process ended without a word."));
    }
}
