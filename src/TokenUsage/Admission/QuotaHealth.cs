using System.Collections.Immutable;

namespace TokenUsage.Admission;

/// <summary>Whether the ledger answers, and whether a rule has matched nothing.</summary>
internal sealed class QuotaHealth(QuotaGate gate) : IHealthContributor
{
    private long _failuresSeen;

    public string Name => "quotas";

    public ValueTask<ComponentHealth> CheckAsync(CancellationToken cancellationToken)
    {
        AdmissionCounters counters = gate.Counters;
        long failures = counters.LedgerFailures;
        bool failsNow = Interlocked.Exchange(ref _failuresSeen, failures) < failures;
        string idle = string.Join(", ", gate.Book.Rules.Where(r => r.IsReportedIdle).Select(r => r.Definition.Name));
        return new(new ComponentHealth
        {
            Name = Name,
            Level = failsNow || counters.SettlementsLost > 0 ? HealthLevel.Unhealthy
                : idle.Length > 0 || !gate.Book.Halts.IsEmpty ? HealthLevel.Degraded
                : HealthLevel.Healthy,
            Description = failsNow ? "The ledger has failed since the last check."
                : !gate.Book.Halts.IsEmpty ? "Calls are halted."
                : idle.Length > 0 ? $"Quotas that no call has matched: {idle}."
                : "Quotas are asked and charged.",
            Recommendation = failsNow ? "See the log for the ledger's fault, and mend the file or server it is kept on."
                : !gate.Book.Halts.IsEmpty ? "Resume with ITokenQuotas.ResumeAsync or 'token-usage quota resume'."
                : idle.Length > 0 ? "Compare their Where and Per with what the calls say."
                : null,
            Numbers = ImmutableDictionary<string, double>.Empty
                .Add("admitted", counters.Admitted).Add("refused", counters.Refused)
                .Add("overshoot_bound", counters.OvershootBoundTokens).Add("waiting", counters.Waiting)
                .Add("ledger_failures", failures).Add("settlements_lost", counters.SettlementsLost),
        });
    }
}
