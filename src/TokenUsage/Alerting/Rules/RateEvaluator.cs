using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Looks at a window that ends now: how many attempts fail, how long they take, whether there are any.</summary>
internal sealed class RateEvaluator(ITokenUsageStats stats) : IAlertEvaluator
{
    public bool Serves(AlertRuleKind kind) =>
        kind is AlertRuleKind.ErrorRate or AlertRuleKind.Latency or AlertRuleKind.NoData;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (rule.Kind == AlertRuleKind.NoData) return await LookForCallsAsync(rule, at, cancellationToken)
            .ConfigureAwait(false);

        List<AlertSignal> signals = [];
        foreach ((string? key, UsageTotals totals) in await stats
            .ReadAsync(rule, at - rule.Window, at, UsageMeasure.Calls, cancellationToken).ConfigureAwait(false))
        {
            AlertSignal? signal = rule.Kind == AlertRuleKind.ErrorRate ? Errors(rule, totals) : Latency(rule, totals);
            if (signal is not null) signals.Add(signal.About(rule.Per, key));
        }

        return signals;
    }

    // What a quota refused was never sent, and what the caller broke off did not fail.
    private static AlertSignal? Errors(AlertRule rule, UsageTotals totals)
    {
        long ended = totals.Succeeded + totals.Failed;
        if (ended < rule.MinCalls) return null;

        decimal share = (decimal)totals.Failed / ended;
        return Thresholds.Compare(rule, share, _ =>
            $"{AlertText.Percent(share)} of {ended} attempts failed in {AlertText.Length(rule.Window)}.");
    }

    private static AlertSignal? Latency(AlertRule rule, UsageTotals totals)
    {
        if (totals.Latency is not { } latency || totals.Succeeded < rule.MinCalls) return null;

        TimeSpan time = rule.Percentile switch
        {
            AlertPercentile.Mean => latency.Mean,
            AlertPercentile.P50 => latency.P50,
            AlertPercentile.P99 => latency.P99,
            _ => latency.P95,
        };
        decimal seconds = (decimal)time.TotalSeconds;
        return Thresholds.Compare(rule, seconds, _ =>
            $"The {rule.Percentile} of {totals.Succeeded} calls in {AlertText.Length(rule.Window)} is "
            + $"{AlertText.Number(seconds)} s.");
    }

    private async ValueTask<IReadOnlyList<AlertSignal>> LookForCallsAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        UsageSummary summary = await stats.QueryAsync(
            new UsageQuery { Range = TimeRange.Between(at - rule.Window, at), Where = rule.Where },
            cancellationToken).ConfigureAwait(false);
        if (summary.Totals.Attempts > 0 || summary.Pending > 0) return [];

        return
        [
            new AlertSignal
            {
                Rule = rule.Name,
                Level = 1,
                Severity = rule.Thresholds.Count > 0 ? rule.Thresholds[0].Severity : AlertSeverity.High,
                Value = 0,
                Message = $"No call in {AlertText.Length(rule.Window)}.",
            },
        ];
    }
}
