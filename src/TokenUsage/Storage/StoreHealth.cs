using System.Collections.Immutable;

namespace TokenUsage.Storage;

/// <summary>Whether the store answers, and how fast.</summary>
internal sealed class StoreHealth(StoreGate store, TimeProvider time) : IHealthContributor
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public string Name => "store";

    public async ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        try
        {
            IUsageSnapshot snapshot = await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
            await snapshot.DisposeAsync().ConfigureAwait(false);
        }
        catch (UsageStoreException exception)
        {
            // Its message is ours: it names the setting and holds no secret.
            return new ComponentHealth { Name = Name, Level = HealthLevel.Unhealthy, Description = exception.Message };
        }

        TimeSpan took = time.GetElapsedTime(started);
        bool isSlow = took > Slow;
        return new ComponentHealth
        {
            Name = Name,
            Level = isSlow ? HealthLevel.Degraded : HealthLevel.Healthy,
            Description = isSlow ? $"It took {took.TotalMilliseconds:0} ms to answer." : "It answers.",
            Recommendation = isSlow ? "Look at the store's disk, locks and network." : null,
            Numbers = ImmutableDictionary<string, double>.Empty.Add("answer_seconds", took.TotalSeconds),
        };
    }
}
