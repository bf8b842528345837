using System.Collections.Immutable;

namespace TokenUsage.Aggregation;

/// <summary>Whether the live buckets have room for the values that come.</summary>
internal sealed class LiveUsageHealth(LiveUsage usage) : IHealthContributor
{
    public string Name => "live";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        LiveStatistics statistics = usage.Statistics;
        bool isFull = statistics.Cells >= statistics.MaxCells;
        return new(new ComponentHealth
        {
            Name = Name,
            Level = HealthLevel.Healthy, // totals are exact in any case, and queries read the store
            Description = isFull
                ? "The live buckets are full: new values count as other." : "The live buckets have room.",
            Recommendation = isFull ? "Raise Aggregation.MaxCells, or keep fewer Aggregation.Dimensions." : null,
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("cells", statistics.Cells).Add("max_cells", statistics.MaxCells)
                .Add("overflowed", statistics.Overflowed).Add("out_of_range", statistics.OutOfRange),
        });
    }
}
