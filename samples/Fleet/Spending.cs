using TokenUsage;

namespace Fleet;

/// <summary>What one process of the fleet does: calls of random size, until the budget that all share is used up.</summary>
internal static class Spending
{
    private const int Callers = 16;
    private const int RefusalsUntilRest = 50;

    public static async Task<long> RunAsync(ITokenTracker tracker, int seed)
    {
        long[] spent = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(i => CallAsync(tracker, new Random((seed * Callers) + i))));
        return spent.Sum();
    }

    private static async Task<long> CallAsync(ITokenTracker tracker, Random random)
    {
        long spent = 0;
        for (int refused = 0; refused < RefusalsUntilRest;)
        {
            var most = new TokenCounts { Input = random.Next(1, 200), Output = random.Next(1, 800) };
            try
            {
                await using TrackedCall call = await tracker.StartAsync(
                    new CallDescription { Provider = "openai", Model = "gpt-4o", Estimate = most });
                call.Dispatched();
                TokenCounts used = most with { Output = random.NextInt64(1, most.Output!.Value + 1) };
                call.Complete(used);
                spent += used.Total!.Value;
            }
            catch (QuotaExceededException)
            {
                refused++;
            }
        }

        return spent;
    }
}
