using System.Collections.Concurrent;
using System.Globalization;
using TokenUsage.Alerting.LifeCycle;
using TokenUsage.Pricing;

namespace TokenUsage.Alerting.Rules;

/// <summary>Takes news as they happen, and holds what rules find in them until the next look.</summary>
/// <remarks>By fingerprint: news that come again are one, and what waits is bounded.</remarks>
internal sealed class EventInbox(RuleBook rules) : IUnpricedModelListener
{
    private const int Most = 1_000;

    private readonly ConcurrentDictionary<string, (AlertSignal Signal, AlertRule Rule)> _waiting =
        new(StringComparer.Ordinal);

    /// <summary>Occurs when something waits that should not wait for long.</summary>
    public event Action? Arrived;

    public void OnUnpriced(UnpricedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);

        foreach (AlertRule rule in rules.Of(AlertRuleKind.UnpricedModel))
        {
            Add(rule, new AlertSignal
            {
                Rule = rule.Name,
                Level = 1,
                Severity = rule.Thresholds.Count > 0 ? rule.Thresholds[0].Severity : AlertSeverity.Medium,
                Subject = $"model={model.Provider}/{model.Model}",
                Message = $"No price is known for the model {model.Model} of {model.Provider}; its calls are not in "
                    + "any total of cost. Add a price with UsePrices, or map the name with MapModel.",
            });
        }
    }

    public void OnAnomaly(FeedEvent anomaly)
    {
        foreach (AlertRule rule in rules.Of(AlertRuleKind.Anomaly))
        {
            if (rule.Where.Any(filter => !filter.Matches(anomaly.ValueOf(filter.Dimension)))) continue;
            decimal severity = decimal.TryParse(
                anomaly.Data.GetValueOrDefault("severity"), CultureInfo.InvariantCulture, out decimal number)
                ? number : 0;
            AlertSignal? signal = rule.Thresholds.Count == 0
                ? new AlertSignal { Rule = rule.Name, Level = 1, Severity = AlertSeverity.Medium, Message = "" }
                : Thresholds.Compare(rule, severity, _ => "");
            if (signal is null) continue;
            Add(rule, signal with
            {
                Subject = anomaly.Name ?? "",
                Scope = anomaly.Scope,
                Value = anomaly.Value,
                Threshold = anomaly.Threshold,
                Message = anomaly.Message ?? "",
                Metadata = anomaly.Data,
            });
        }
    }

    /// <summary>Takes what waits.</summary>
    public IReadOnlyList<(AlertSignal Signal, AlertRule Rule)> Take()
    {
        List<(AlertSignal Signal, AlertRule Rule)> taken = [];
        foreach (string key in _waiting.Keys)
        {
            if (_waiting.TryRemove(key, out (AlertSignal Signal, AlertRule Rule) item)) taken.Add(item);
        }

        return taken;
    }

    /// <summary>Gives back what could not be written.</summary>
    public void Return(AlertSignal signal, AlertRule rule) => _waiting.TryAdd(signal.Fingerprint, (signal, rule));

    private void Add(AlertRule rule, AlertSignal signal)
    {
        if (_waiting.Count < Most) _waiting[signal.Fingerprint] = (signal, rule);
        Arrived?.Invoke();
    }
}
