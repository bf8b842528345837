using System.Diagnostics;
using System.Globalization;
using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>Many threads of many processes draw on one quota of a ledger that they share.</summary>
internal static class SharedOvershoot
{
    private static readonly LedgerWindow ForEver = new() { Shape = LedgerShape.Fixed };

    public static async Task<int> RunAsync(
        ISharedLedger kind, int processes, int threads, int attempts, long limit, CancellationToken cancellationToken)
    {
        using LedgerHost host = await kind.StartAsync(cancellationToken);
        long started = Stopwatch.GetTimestamp();
        SharedOvershootResult[] results = await Task.WhenAll(Enumerable.Range(0, processes)
            .Select(i => RunChildAsync(kind, host.Address, i, threads, attempts / processes, limit)));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);

        IQuotaLedger ledger = kind.Connect(host.Address);
        LedgerBalance balance = await ledger.ReadAsync(Line(limit, 0), cancellationToken);
        await ((IAsyncDisposable)ledger).DisposeAsync();
        return Report(kind, results, threads, limit, balance, elapsed);
    }

    public static LedgerLine Line(long limit, long amount) => new()
    {
        Account = new QuotaAccount("everything"),
        Window = ForEver,
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Amount = amount,
        Enforced = true,
    };

    public static Process Start(params IEnumerable<string> words)
    {
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host) { RedirectStandardOutput = true };
        bool isHosted = Path.GetFileNameWithoutExtension(host) == "dotnet";
        if (isHosted) start.ArgumentList.Add(typeof(SharedOvershoot).Assembly.Location);
        start.ArgumentList.Add("overshoot");
        foreach (string word in words) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }

    private static async Task<SharedOvershootResult> RunChildAsync(
        ISharedLedger kind, string address, int index, int threads, int attempts, long limit)
    {
        using Process child = Start(
            "--ledger", kind.Name, "--child", address,
            "--seed", Text(index), "--threads", Text(threads), "--attempts", Text(attempts),
            "--limit", Text(limit));
        string said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return SharedOvershootResult.Parse(said);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Report(
        ISharedLedger kind,
        SharedOvershootResult[] results,
        int threads,
        long limit,
        LedgerBalance balance,
        TimeSpan elapsed)
    {
        long amount = results.Sum(result => result.Amount);
        long admitted = results.Sum(result => result.Admitted);
        long refused = results.Sum(result => result.Refused);
        long smallest = results.Min(result => result.SmallestRefused);
        double busiest = results.Max(result => result.Seconds);
        Console.WriteLine($"processes   {results.Length} of {threads} threads, ledger {kind.Name}");
        Console.WriteLine($"attempts    {admitted + refused:N0}: {admitted:N0} admitted, {refused:N0} refused");
        Console.WriteLine($"limit       {limit:N0}, admitted {amount:N0}, left {limit - amount:N0}");
        Console.WriteLine($"refused     {(refused == 0 ? "none" : $"at least {smallest:N0}")}");
        Console.WriteLine($"ledger      used {balance.Used:N0}, held {balance.Held:N0}");
        Console.WriteLine($"speed       {(admitted + refused) / busiest:N0} attempts a second, "
            + $"{admitted / busiest:N0} admitted and settled ({elapsed.TotalSeconds:N1} s with the starts)");

        bool holds = amount <= limit && balance == new LedgerBalance(amount, 0);
        bool isTight = refused == 0 || limit - amount < smallest;
        Console.WriteLine(holds && isTight ? "overshoot   0" : "overshoot   FAILED");
        return holds && isTight ? 0 : 1;
    }
}
