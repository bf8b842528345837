using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Asks whether the calendar month will pass a limit, and on which day.</summary>
internal sealed class ForecastEvaluator(ITokenAnalytics analytics) : IAlertEvaluator
{
    private static readonly TimeSpan History = TimeSpan.FromDays(60);

    public bool Serves(AlertRuleKind kind) => kind == AlertRuleKind.Forecast;

    public async ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string period = AlertPeriods.Name(
            AlertPeriod.Month, AlertPeriods.StartOf(AlertPeriod.Month, rule.TimeZone, at));
        var found = new Dictionary<string, AlertSignal>(StringComparer.Ordinal);
        for (int i = 0; i < rule.Thresholds.Count; i++)
        {
            foreach (UsageForecast forecast in await AskAsync(rule, rule.Thresholds[i].Value, at, cancellationToken)
                .ConfigureAwait(false))
            {
                if (forecast.Limit is not { Median: { } day } limit || limit.Probability < rule.Probability) continue;
                found[forecast.Key ?? ""] =
                    SignalOf(rule, i, forecast, day).About(rule.Per, forecast.Key) with { Period = period };
            }
        }

        return [.. found.Values];
    }

    private static AlertSignal SignalOf(AlertRule rule, int index, UsageForecast forecast, DateTimeOffset day)
    {
        AlertThreshold threshold = rule.Thresholds[index];
        return new AlertSignal
        {
            Rule = rule.Name,
            Level = index + 1,
            Severity = threshold.Severity,
            Value = (decimal)Math.Clamp(forecast.Month?.Expected ?? 0, 0, 1e27),
            Threshold = threshold.Value,
            Message = $"The month will exceed {AlertText.Usd(threshold.Value)} on {AlertText.Day(day)}, with a "
                + $"probability of {AlertText.Percent((decimal)forecast.Limit!.Probability)}; so far "
                + $"{AlertText.Usd((decimal)Math.Clamp(forecast.Month?.SoFar ?? 0, 0, 1e27))}.",
        };
    }

    private ValueTask<IReadOnlyList<UsageForecast>> AskAsync(
        AlertRule rule, decimal limit, DateTimeOffset at, CancellationToken cancellationToken) =>
        analytics.ForecastAsync(
            new ForecastQuery
            {
                Limit = limit,
                Horizon = 1, // the month is forecast whatever the horizon
                Series = new AnalyticsQuery
                {
                    Range = TimeRange.Between(at - History, at),
                    TimeZone = rule.TimeZone,
                    Where = rule.Where,
                    GroupBy = rule.Per,
                },
            },
            cancellationToken);
}
