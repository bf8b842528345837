using System.Collections.Immutable;

namespace TokenUsage.Recording;

/// <summary>Whether records reach the store, and whether any did not.</summary>
internal sealed class RecorderHealth(Func<UsageRecorder> recorder) : IHealthContributor
{
    private const double NearlyFull = 0.5;

    public string Name => "recorder";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        FlushReport report = recorder().Report();
        int capacity = recorder().Capacity;
        (HealthLevel level, string description, string? recommendation) = Judge(report, capacity);
        return new(new ComponentHealth
        {
            Name = Name,
            Level = level,
            Description = description,
            Recommendation = recommendation,
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("pending", report.Pending).Add("capacity", capacity).Add("stored", report.Stored)
                .Add("quarantined", report.Quarantined).Add("folded", report.Folded).Add("dropped", report.Dropped)
                .Add("at_risk", recorder().AtRisk).Add("unflushed", recorder().Unflushed),
        });
    }

    private static (HealthLevel Level, string Description, string? Recommendation) Judge(
        FlushReport report, int capacity)
    {
        if (report.Dropped > 0)
        {
            return (HealthLevel.Unhealthy, $"{report.Dropped} records are lost.",
                "The store was too slow or down for too long. Raise RecordingOptions.Capacity, or keep a journal.");
        }

        if (report.Pending > capacity * NearlyFull)
        {
            return (HealthLevel.Unhealthy, $"{report.Pending} of at most {capacity} records wait for the store.",
                "Look at the store: it is too slow or down.");
        }

        if (report.Folded > 0)
        {
            return (HealthLevel.Degraded, $"{report.Folded} records were folded into totals.",
                "The queue was full. Raise RecordingOptions.Capacity, or look at the store.");
        }

        return report.Quarantined > 0
            ? (HealthLevel.Degraded, $"{report.Quarantined} records are refused by the store for ever.",
                "Look at IUsageQuarantine.Records, mend the cause, and call RedriveAsync.")
            : (HealthLevel.Healthy, "Records reach the store.", null);
    }
}
