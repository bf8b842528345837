using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Sums up the cost of the calendar period that runs.</summary>
internal sealed class CostEvaluator(ITokenUsageStats stats) : IAlertEvaluator
{
    public bool Serves(AlertRuleKind kind) => kind == AlertRuleKind.Cost;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        DateTimeOffset start = AlertPeriods.StartOf(rule.Period, rule.TimeZone, at);
        if (start >= at) return [];

        string period = AlertPeriods.Name(rule.Period, start);
        List<AlertSignal> signals = [];
        foreach ((string? key, UsageTotals totals) in await stats
            .ReadAsync(rule, start, at, UsageMeasure.Cost, cancellationToken).ConfigureAwait(false))
        {
            decimal cost = totals.PricedUsd ?? 0;
            AlertSignal? signal = Thresholds.Compare(rule, cost, limit =>
                $"The {WordOf(rule.Period)} since {period} has cost {AlertText.Usd(cost)}, of {AlertText.Usd(limit)}."
                + (totals.Coverage.UnpricedCalls > 0 ? $" {totals.Coverage.UnpricedCalls} calls have no price." : ""));
            if (signal is not null) signals.Add(signal.About(rule.Per, key) with { Period = period });
        }

        return signals;
    }

    private static string WordOf(AlertPeriod period) => period switch
    {
        AlertPeriod.Hour => "hour",
        AlertPeriod.Day => "day",
        AlertPeriod.Week => "week",
        _ => "month",
    };
}
