using System.Collections.Immutable;

namespace TokenUsage.Caching;

/// <summary>What the cache holds, and whether it helps. It is never unwell: without it answers only take longer.</summary>
internal sealed class CacheHealth(TokenUsageCache cache) : IHealthContributor
{
    public string Name => "cache";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        CacheStatistics statistics = cache.Statistics;
        return new(new ComponentHealth
        {
            Name = Name,
            Level = HealthLevel.Healthy,
            Description = FormattableString.Invariant(
                $"{statistics.Entries} answers are kept; they have met {statistics.HitRatio:P0} of the questions."),
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("entries", statistics.Entries).Add("bytes", statistics.Bytes)
                .Add("hits", statistics.Hits).Add("misses", statistics.Misses).Add("joined", statistics.Joined)
                .Add("evicted", statistics.Evicted).Add("expired", statistics.Expired),
        });
    }
}
