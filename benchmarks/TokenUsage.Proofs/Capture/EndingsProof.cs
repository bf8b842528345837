using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Capture;

/// <summary>Calls that end in every way there is have one record each.</summary>
internal sealed class EndingsProof : IProof, IUsageObserver
{
    private const int CallsBetweenFlushes = 1_000;
    private const int MostCollections = 50;

    private readonly ConcurrentDictionary<string, int> _records = new();

    public string Name => "endings";

    public string Usage =>
        "calls that end at random, also by the collector alone, have one record each: --calls 100000 --seed 1";

    public async Task<int> RunAsync(ProofArguments arguments, CancellationToken cancellationToken)
    {
        int calls = arguments.Number("calls", 100_000);
        var random = new Random(arguments.Number("seed", 1));
        var counts = new int[Enum.GetValues<CallEndings>().Length];
        await using TokenMonitor monitor = TokenMonitor.Create(builder =>
        {
            builder.Services.AddSingleton<IUsageObserver>(this);
            builder.Services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory);
        });
        var caller = new EndingCaller(monitor);

        for (int i = 0; i < calls && !cancellationToken.IsCancellationRequested; i++)
        {
            var ending = (CallEndings)random.Next(counts.Length);
            counts[(int)ending]++;
            using (UsageScope.Begin(session: i.ToString(CultureInfo.InvariantCulture)))
            {
                await caller.CallAsync(ending, random.Next(4));
            }

            if (i % CallsBetweenFlushes > 0) continue;
            await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }

        await CollectAsync(monitor, calls, cancellationToken);
        int twice = _records.Count(record => record.Value > 1);
        foreach (CallEndings ending in Enum.GetValues<CallEndings>())
            Console.WriteLine($"  {ending,-26}{counts[(int)ending],8:N0}");
        Console.WriteLine(
            $"{calls:N0} calls: {_records.Count:N0} recorded, {twice:N0} of them more than once, "
            + $"{calls - _records.Count:N0} never");
        return twice == 0 && _records.Count == calls ? 0 : 1;
    }

    public void Observe(IReadOnlyList<UsageRecord> stored)
    {
        foreach (UsageRecord record in stored) _records.AddOrUpdate(record.Dimensions.Session!, 1, (_, n) => n + 1);
    }

    private async Task CollectAsync(TokenMonitor monitor, int calls, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostCollections && _records.Count < calls; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await monitor.Tracker.FlushAsync(TimeSpan.FromSeconds(30), cancellationToken);
        }
    }
}
