using TokenUsage.Admission;
using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Asks how far quotas are used: those of recent calls, and those that have an alert.</summary>
/// <remarks>
/// Not by the quotas' own warnings: these know two thresholds, and the process that misses one would never hear of it again.
/// </remarks>
internal sealed class QuotaEvaluator(ITokenQuotas quotas, QuotaSubjects subjects, IAlertStore store) : IAlertEvaluator
{
    public bool KnowsThePast => false;

    public bool Serves(AlertRuleKind kind) => kind == AlertRuleKind.Quota;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var signals = new Dictionary<string, AlertSignal>(StringComparer.Ordinal);
        foreach (UsageDimensions subject in await SubjectsAsync(rule, cancellationToken).ConfigureAwait(false))
        {
            foreach (QuotaStatus status in await quotas.GetStatusAsync(subject, cancellationToken)
                .ConfigureAwait(false))
            {
                if (!NamePattern.Matches(rule.Quota, status.Quota.Name)) continue;
                if (SignalOf(rule, status, subject, at) is { } signal) signals[signal.Fingerprint] = signal;
            }
        }

        return [.. signals.Values];
    }

    private async ValueTask<IReadOnlyList<UsageDimensions>> SubjectsAsync(
        AlertRule rule, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertEntry> active = await store
            .ReadAsync(OpenAlerts.Of(rule.Name), cancellationToken).ConfigureAwait(false);
        return [.. subjects.Recent().Concat(active.Select(entry => entry.Alert.Scope))];
    }

    private AlertSignal? SignalOf(AlertRule rule, QuotaStatus status, UsageDimensions subject, DateTimeOffset at)
    {
        QuotaDefinition quota = status.Quota;
        UsageDimensions scope = UsageDimensions.None;
        foreach (Dimension dimension in quota.Per)
        {
            scope = AlertScope.Of(dimension, AlertScope.ValueOf(subject, dimension)).Over(scope);
        }

        // Calls that are refused are the news, though what is left may be too little only for them.
        bool refuses = subjects.WasRefused(quota, scope, at);
        decimal used = status.Limit <= 0 ? 1 : status.Used / status.Limit;
        decimal share = refuses ? Math.Max(used, 1) : used;
        string amounts = $"{QuotaScale.Describe(quota.Unit, status.Used)} of "
            + QuotaScale.Describe(quota.Unit, status.Limit);
        AlertSignal? signal = Thresholds.Compare(rule, share, _ => refuses
            ? $"Quota '{quota.Name}' refuses calls: {amounts} are used."
            : $"Quota '{quota.Name}' is {AlertText.Percent(used)} used: {amounts}.");
        string whom = AlertScope.Describe(scope);
        return signal is null ? null : signal with
        {
            Subject = whom.Length == 0 ? quota.Name : $"{quota.Name}, {whom}",
            Scope = scope,
            Period = status.ResetsAt is { } end
                ? end.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture) : "",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["quota"] = quota.Name },
        };
    }
}
