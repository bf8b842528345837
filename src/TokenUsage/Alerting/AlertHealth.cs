using System.Collections.Immutable;

namespace TokenUsage.Alerting;

/// <summary>Says whether rules are looked at, and whether messages arrive.</summary>
internal sealed class AlertHealth(Func<AlertWatch> watch, IAlertStore store, AlertOptions options, TimeProvider time)
    : IHealthContributor
{
    private const int Most = 1_000;
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public string Name => "alerts";

    public async ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan idle = now - (watch().LookedAt ?? _started);
        IReadOnlyList<AlertDelivery> waiting = await store
            .ReadDeliveriesAsync(AlertDeliveryState.Waiting, Most, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AlertDelivery> dead = await store
            .ReadDeliveriesAsync(AlertDeliveryState.Dead, Most, cancellationToken).ConfigureAwait(false);
        int failing = waiting.Count(delivery => delivery.Attempts > 0);
        int lately = dead.Count(delivery => now - delivery.EndedAt < TimeSpan.FromDays(1));
        bool isIdle = watch().LookedAt is not null && idle > options.Interval * 5;
        return new ComponentHealth
        {
            Name = Name,
            Level = isIdle || failing > 0 || lately > 0 ? HealthLevel.Degraded : HealthLevel.Healthy,
            Description = isIdle
                ? $"No rule was looked at for {idle.TotalSeconds:0} s."
                : $"{waiting.Count} messages wait, {failing} of them after a failure; {lately} were given up in a day.",
            Recommendation = failing + lately > 0
                ? "See 'token-usage alerts deliveries' for the channel and its fault." : null,
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("waiting", waiting.Count).Add("failing", failing).Add("dead", dead.Count),
        };
    }
}
