using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Computes an expression over the totals of a window.</summary>
internal sealed class CustomEvaluator(ITokenUsageStats stats) : IAlertEvaluator
{
    public bool Serves(AlertRuleKind kind) => kind == AlertRuleKind.Custom;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        AlertExpression expression = AlertExpression.Parse(rule.Expression!);
        List<AlertSignal> signals = [];
        foreach ((string? key, UsageTotals totals) in await stats
            .ReadAsync(rule, at - rule.Window, at, UsageMeasure.Cost, cancellationToken).ConfigureAwait(false))
        {
            if (totals.Attempts < rule.MinCalls || expression.Compute(totals) is not { } value) continue;
            AlertSignal? signal = Thresholds.Compare(rule, value, limit =>
                $"{rule.Expression} is {AlertText.Number(value)}, and {AlertText.Number(limit)} is its threshold.");
            if (signal is not null) signals.Add(signal.About(rule.Per, key));
        }

        return signals;
    }
}
