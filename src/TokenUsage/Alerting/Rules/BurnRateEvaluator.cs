using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Compares the pace of spending with the one at which a monthly budget lasts exactly the month.</summary>
internal sealed class BurnRateEvaluator(ITokenUsageStats stats) : IAlertEvaluator
{
    public bool Serves(AlertRuleKind kind) => kind == AlertRuleKind.BurnRate;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        DateTimeOffset start = AlertPeriods.StartOf(AlertPeriod.Month, rule.TimeZone, at);
        TimeSpan month = AlertPeriods.EndOf(AlertPeriod.Month, rule.TimeZone, at) - start;
        decimal evenPerHour = rule.Budget!.Value / (decimal)month.TotalHours;
        var found = new Dictionary<string, AlertSignal>(StringComparer.Ordinal);
        for (int i = 0; i < rule.BurnWindows.Count; i++)
        {
            AlertBurnWindow window = rule.BurnWindows[i];
            Dictionary<string, decimal> recent =
                await PaceAsync(rule, at, window.Recent, cancellationToken).ConfigureAwait(false);
            Dictionary<string, decimal> lasting =
                await PaceAsync(rule, at, window.Length, cancellationToken).ConfigureAwait(false);
            foreach ((string key, decimal pace) in lasting)
            {
                decimal factor = pace / evenPerHour;
                bool goesOn = recent.GetValueOrDefault(key) / evenPerHour >= window.Factor;
                if (factor >= window.Factor && goesOn) found[key] = SignalOf(rule, window, i + 1, factor, key);
            }
        }

        return [.. found.Values];
    }

    private static AlertSignal SignalOf(
        AlertRule rule, AlertBurnWindow window, int level, decimal factor, string key) =>
        new AlertSignal
        {
            Rule = rule.Name,
            Level = level,
            Severity = window.Severity,
            Value = factor,
            Threshold = window.Factor,
            Message = $"Over {AlertText.Length(window.Length)} the budget of {AlertText.Usd(rule.Budget!.Value)} a "
                + $"month was burnt at {AlertText.Number(factor)} times the pace that it allows.",
        }.About(rule.Per, key);

    private async ValueTask<Dictionary<string, decimal>> PaceAsync(
        AlertRule rule, DateTimeOffset at, TimeSpan length, CancellationToken cancellationToken)
    {
        var paces = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach ((string? key, UsageTotals totals) in await stats
            .ReadAsync(rule, at - length, at, UsageMeasure.Cost, cancellationToken).ConfigureAwait(false))
        {
            paces[key ?? ""] = (totals.PricedUsd ?? 0) / (decimal)length.TotalHours;
        }

        return paces;
    }
}
