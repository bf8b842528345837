using System.Collections.Immutable;

namespace TokenUsage.Live;

/// <summary>Whether subscribers keep up.</summary>
internal sealed class FeedHealth(UsageFeed feed) : IHealthContributor
{
    public string Name => "feed";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        FeedStatistics statistics = feed.Statistics;
        string slow = string.Join(", ", statistics.Subscribers.Where(s => s.Lost > 0).Select(s => s.Name).Distinct());
        return new(new ComponentHealth
        {
            Name = Name,
            Level = slow.Length == 0 ? HealthLevel.Healthy : HealthLevel.Degraded,
            Description = slow.Length == 0 ? "Subscribers keep up." : $"Too slow for their buffers: {slow}.",
            Recommendation = slow.Length == 0
                ? null : "Give them a larger Capacity, an Interval with ConflateBy, or less to do.",
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("subscribers", statistics.Subscribers.Count).Add("published", statistics.Published)
                .Add("lost", statistics.Lost).Add("faults", statistics.Faults),
        });
    }
}
