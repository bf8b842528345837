using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Compares a number with a rule's thresholds.</summary>
internal static class Thresholds
{
    /// <summary>Makes a signal of the highest threshold that a number has reached; <see langword="null"/> below the lowest.</summary>
    public static AlertSignal? Compare(AlertRule rule, decimal value, Func<decimal, string> describe)
    {
        for (int i = rule.Thresholds.Count - 1; i >= 0; i--)
        {
            AlertThreshold threshold = rule.Thresholds[i];
            if (value < threshold.Value) continue;
            return new AlertSignal
            {
                Rule = rule.Name,
                Level = i + 1,
                Severity = threshold.Severity,
                Value = value,
                Threshold = threshold.Value,
                Message = describe(threshold.Value),
            };
        }

        return null;
    }

    /// <summary>Says whom a signal is about.</summary>
    public static AlertSignal About(this AlertSignal signal, Dimension? dimension, string? value) =>
        dimension is not { } known ? signal : signal with
        {
            Subject = AlertScope.Describe(known, value),
            Scope = AlertScope.Of(known, value),
        };
}
