using TokenUsage.Redis.Tests;

namespace TokenUsage.Proofs.Admission;

/// <summary>The shared ledger's server goes away in every way there is, and comes back.</summary>
internal static class LedgerOutage
{
    public static async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("ledger", "") != "redis" || !RedisServer.IsInstalled)
        {
            Console.Error.WriteLine($"Use --ledger redis. {(RedisServer.IsInstalled ? "" : RedisServer.Missing)}");
            return 2;
        }

        bool holds = true;
        foreach (OutageScenario scenario in OutageScenario.All)
        {
            using var run = new OutageRun(
                scenario, arguments.Number("processes", 4), TimeSpan.FromSeconds(arguments.Number("seconds", 3)));
            OutageFigures figures = await run.RunAsync(cancellationToken);
            // A settlement whose answer was lost with the server's memory is charged again: towards the safe side.
            bool mayCountTwice = !scenario.KeepsLog;
            holds &= figures.Report(scenario.Name, mayCountTwice);
        }

        return holds ? 0 : 1;
    }
}
