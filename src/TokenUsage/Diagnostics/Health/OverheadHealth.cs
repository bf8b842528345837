using System.Collections.Immutable;

namespace TokenUsage.Diagnostics.Health;

/// <summary>What the monitor itself costs: the time it takes of each call, and whether its parts answer when asked.</summary>
internal sealed class OverheadHealth(CallOverhead overhead, CheckTally checks) : IHealthContributor
{
    // As long as admission by a shared ledger may take; without one, a call takes microseconds.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    public string Name => "overhead";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        CallOverheadSummary calls = overhead.Summary;
        ImmutableDictionary<string, double> numbers = ImmutableDictionary<string, double>.Empty
            .Add("calls_measured", calls.Measured).Add("checks", checks.Asked);
        if (checks.SuccessRate is { } rate) numbers = numbers.Add("check_success_share", rate);
        if (calls.Measured > 0)
        {
            numbers = numbers.Add("call_average_us", calls.Average.TotalMicroseconds)
                .Add("call_p99_us", calls.P99.TotalMicroseconds);
        }

        bool isSlow = calls.P99 > Slow;
        return new(new ComponentHealth
        {
            Name = Name,
            Level = isSlow ? HealthLevel.Degraded : HealthLevel.Healthy,
            Description = isSlow
                ? $"Of 100 calls one waits {calls.P99.TotalMilliseconds:0} ms or longer for the monitor."
                : "The monitor takes little of its callers' time.",
            Recommendation = isSlow
                ? "Look at the shared quota ledger, and at enrichers and estimators of the application's own." : null,
            Numbers = numbers,
        });
    }
}
