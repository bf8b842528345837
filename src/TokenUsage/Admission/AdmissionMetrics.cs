using System.Diagnostics.Metrics;
using TokenUsage.Diagnostics;

namespace TokenUsage.Admission;

/// <summary>Shows what admission does as metrics. Tags name quotas and kinds, never who called.</summary>
internal sealed class AdmissionMetrics : IQuotaListener
{
    private readonly MonitorMeter _meter;
    private readonly Counter<long> _events;

    public AdmissionMetrics(MonitorMeter meter)
    {
        _meter = meter;
        _events = meter.Meter.CreateCounter<long>(
            "tokenusage.quota.events", "{event}", "Warnings and refusals, by quota and kind.");
    }

    /// <summary>Begins to show a gate's counters.</summary>
    public void Observe(AdmissionCounters counters)
    {
        Count("tokenusage.quota.admitted", "{call}", "Calls that were admitted.", () => counters.Admitted);
        Count("tokenusage.quota.refused", "{call}", "Calls that were refused.", () => counters.Refused);
        Count(
            "tokenusage.quota.shadow_refused",
            "{call}",
            "Calls that a quota in shadow mode would have refused.",
            () => counters.ShadowRefused);
        Count("tokenusage.quota.overruns", "{call}", "Calls that used more than they held.", () => counters.Overruns);
        Count(
            "tokenusage.quota.overrun_tokens",
            "{token}",
            "Tokens that calls used above what they held.",
            () => counters.OverrunTokens);
        Count("tokenusage.quota.expired", "{call}", "Calls whose lease ran out.", () => counters.Expired);
        Count("tokenusage.quota.abandoned", "{call}", "Calls that only the collector ended.", () => counters.Abandoned);
        Count("tokenusage.quota.ledger_failures", "{failure}", "Failed ledger calls.", () => counters.LedgerFailures);
        Count(
            "tokenusage.quota.settlements_lost",
            "{settlement}",
            "Settlements that were given up.",
            () => counters.SettlementsLost);
        _meter.Meter.CreateObservableGauge(
            "tokenusage.quota.overshoot_bound",
            () => counters.OvershootBoundTokens,
            "{token}",
            "The most that calls under way can still use above what they hold.");
        _meter.Meter.CreateObservableGauge(
            "tokenusage.quota.waiting", () => counters.Waiting, "{call}", "Calls that wait for quota.");
    }

    public void OnQuotaEvent(in QuotaEvent quotaEvent) => _events.Add(
        1,
        new KeyValuePair<string, object?>("quota", quotaEvent.Quota.Name),
        new KeyValuePair<string, object?>("kind", NameOf(quotaEvent.Kind)));

    private static string NameOf(QuotaEventKind kind) => kind switch
    {
        QuotaEventKind.Warning => "warning",
        QuotaEventKind.Critical => "critical",
        QuotaEventKind.Refused => "refused",
        _ => "shadow_refused",
    };

    private void Count(string name, string unit, string description, Func<long> read) =>
        _meter.Meter.CreateObservableCounter(name, read, unit, description);
}
