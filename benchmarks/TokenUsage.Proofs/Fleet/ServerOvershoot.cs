using System.Diagnostics;
using System.Globalization;
using TokenUsage.Admission;
using TokenUsage.PostgreSql;
using TokenUsage.PostgreSql.Quotas;
using TokenUsage.PostgreSql.Tests;

namespace TokenUsage.Proofs.Fleet;

/// <summary>Threads of many processes draw on one quota that a server keeps, until it is used up, and go on asking.</summary>
internal static class ServerOvershoot
{
    public static async Task<int> RunAsync(ProofArguments arguments)
    {
        if (arguments.Has("child")) return await RunChildAsync(arguments);
        if (PostgresServer.WhyNot is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 2;
        }

        int processes = arguments.Number("processes", 4);
        long limit = arguments.Number("limit", 500_000);
        await using PostgresServer server = await PostgresServer.StartAsync(isDurable: true);
        await using PostgreSqlQuotaLedger ledger = Open(server.ConnectionString, isSynchronous: true);
        await ledger.SweepAsync(1, CancellationToken.None); // the tables are there before the clock starts
        long began = Stopwatch.GetTimestamp();
        Process[] children = [.. Enumerable.Range(0, processes).Select(i => ProofProcess.Start(
            "overshoot", "--ledger", "postgres", "--child", server.ConnectionString, "--seed", $"{i * 1000}",
            "--threads", arguments.Text("threads", "16"), "--limit", $"{limit}",
            "--attempts", $"{arguments.Number("attempts", 20_000) / processes}",
            "--synchronous", arguments.Text("synchronous", "on")))];
        string[] lines = await ProofProcess.LastLinesAsync(children);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        long[][] said =
            [.. lines.Select(l => l.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray())];
        return Report(said, limit, elapsed, await ledger.ReadAsync(Line(limit, 0), CancellationToken.None));
    }

    private static int Report(long[][] said, long limit, TimeSpan elapsed, LedgerBalance balance)
    {
        (long amount, long calls, long refused) = (said.Sum(s => s[0]), said.Sum(s => s[1]), said.Sum(s => s[2]));
        long smallest = said.Min(s => s[3]);
        Console.WriteLine($"processes   {said.Length}");
        Console.WriteLine($"attempts    {calls + refused:N0}: {calls:N0} admitted, {refused:N0} refused");
        Console.WriteLine($"limit       {limit:N0}, admitted {amount:N0}, left {limit - amount:N0}");
        Console.WriteLine($"ledger      used {balance.Used:N0}, held {balance.Held:N0}");
        Console.WriteLine($"repeated    {said.Sum(s => s[4]):N0} steps that waited too long for their lock");
        Console.WriteLine($"speed       {calls / elapsed.TotalSeconds:N0} admitted and settled a second, on one hot "
            + $"account; {(calls + refused) / elapsed.TotalSeconds:N0} attempts a second, start included");
        bool holds = amount <= limit && balance == new LedgerBalance(amount, 0)
            && (refused == 0 || limit - amount < smallest);
        Console.WriteLine(holds ? "overshoot   0" : "overshoot   FAILED");
        return holds ? 0 : 1;
    }

    private static async Task<int> RunChildAsync(ProofArguments arguments)
    {
        await using PostgreSqlQuotaLedger ledger = Open(
            arguments.Text("child", ""), arguments.Text("synchronous", "on") == "on");
        int threads = arguments.Number("threads", 16);
        SharedWorker[] workers = [.. Enumerable.Range(0, threads).Select(i => new SharedWorker(
            ledger, Line(arguments.Number("limit", 0), 0), arguments.Number("seed", 0) + i + 1))];
        await Task.WhenAll(workers.Select(w => Task.Run(() => w.RunAsync(arguments.Number("attempts", 0) / threads))));
        Console.WriteLine(string.Join(' ', (long[])
        [
            workers.Sum(w => w.AdmittedAmount), workers.Sum(w => w.AdmittedCalls), workers.Sum(w => w.RefusedCalls),
            workers.Min(w => w.SmallestRefused), workers.Sum(w => w.Repeated),
        ]));
        return 0;
    }

    private static PostgreSqlQuotaLedger Open(string connectionString, bool isSynchronous) => new(
        new PostgreSqlQuotaOptions
        {
            ConnectionString = connectionString + ";Maximum Pool Size=40",
            SynchronousCommit = isSynchronous,
        });

    private static LedgerLine Line(long limit, long amount) => new()
    {
        Account = new QuotaAccount("everything"),
        Window = new LedgerWindow { Shape = LedgerShape.Fixed },
        Unit = QuotaUnit.Tokens,
        Limit = limit,
        Amount = amount,
        Enforced = true,
    };
}
