using System.Globalization;
using Npgsql;
using TokenUsage.PostgreSql;
using TokenUsage.Storage;

namespace TokenUsage.Proofs.Fleet;

/// <summary>One process that delivers every event some times, and sends a batch again whenever it does not know.</summary>
internal static class DeliveringProcess
{
    private const int BatchSize = 500;

    public static async Task<int> RunAsync(ProofArguments arguments)
    {
        int process = arguments.Number("process", 0);
        int processes = arguments.Number("processes", 4);
        int events = arguments.Number("events", 1_000_000);
        int deliveries = arguments.Number("deliveries", 10);
        var source = new NumberedEvents(
            DateTimeOffset.Parse(arguments.Text("start", ""), CultureInfo.InvariantCulture));
        await using var store = new PostgreSqlUsageStore(
            new PostgreSqlStoreOptions
            {
                ConnectionString = arguments.Text("child", ""),
                OpenTimeout = TimeSpan.FromMinutes(1),
            });
        await UntilDoneAsync(async () =>
        {
            await store.OpenAsync(CancellationToken.None);
            return 0;
        });

        (int inserted, int repeated, int deadlocks) = (0, 0, 0);
        for (int pass = process; pass < deliveries; pass += processes)
        {
            foreach (int[] numbers in NumberedEvents.Shuffle(events, seed: pass).Chunk(BatchSize))
            {
                UsageRecord[] batch = [.. numbers.Select(n => source[n])];
                (int added, int failures, int dead) = await UntilDoneAsync(
                    async () => (await store.AppendAsync(batch, CancellationToken.None)).Inserted.Count);
                inserted += added;
                repeated += failures;
                deadlocks += dead;
            }
        }

        Console.WriteLine($"{inserted} {repeated} {deadlocks}");
        return 0;
    }

    private static async Task<(int Result, int Failures, int Deadlocks)> UntilDoneAsync(Func<Task<int>> step)
    {
        (int failures, int deadlocks) = (0, 0);
        while (true)
        {
            try
            {
                return (await step(), failures, deadlocks);
            }
            catch (UsageStoreException exception) when (!exception.IsPermanent)
            {
                failures++;
                if (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
                    deadlocks++;
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }
    }
}
