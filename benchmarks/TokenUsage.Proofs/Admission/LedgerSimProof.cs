using System.Diagnostics;

namespace TokenUsage.Proofs.Admission;

/// <summary>Runs many simulated worlds over the ledger, or shows that planted bugs are found.</summary>
internal sealed class LedgerSimProof : IProof
{
    private const int MostPlantedSeeds = 1_000;

    public string Name => "ledger-sim";

    public string Usage => "invariants I1-I5 in simulated worlds: --seeds 10000 --steps 10000 --first 1, or --plant";

    public Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int steps = arguments.Number("steps", 10_000);
        int first = arguments.Number("first", 1);
        return Task.FromResult(arguments.Has("plant")
            ? RunPlanted(first, steps)
            : RunSeeds(first, arguments.Number("seeds", 10_000), steps, cancellationToken));
    }

    private static int RunSeeds(int first, int seeds, int steps, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var watch = Stopwatch.StartNew();
        Parallel.For(
            first,
            first + seeds,
            new ParallelOptions { CancellationToken = cancellationToken },
            seed =>
            {
                if (new LedgerWorld(seed, new SteppedLedger()).Run(steps) is not { } fault) return;
                lock (faults) faults.Add($"seed {seed}, {fault}");
            });

        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"seeds       {seeds:N0} from {first}");
        Console.WriteLine($"steps       {(long)seeds * steps:N0}, {seeds / seconds * steps:N0} a second");
        Console.WriteLine($"violations  {faults.Count}");
        foreach (string fault in faults.Take(10)) Console.WriteLine($"  {fault}");
        return faults.Count == 0 ? 0 : 1;
    }

    private static int RunPlanted(int first, int steps)
    {
        int missed = 0;
        foreach (PlantedBug bug in Enum.GetValues<PlantedBug>())
        {
            string? fault = null;
            int seed = first;
            for (; fault is null && seed < first + MostPlantedSeeds; seed++)
            {
                fault = new LedgerWorld(seed, new PlantedLedger(bug)).Run(steps);
            }

            if (fault is null) missed++;
            Console.WriteLine(fault is null ? $"{bug,-24}not found" : $"{bug,-24}seed {seed - 1}, {fault}");
        }

        return missed == 0 ? 0 : 1;
    }
}
