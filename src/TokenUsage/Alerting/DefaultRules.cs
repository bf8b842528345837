namespace TokenUsage.Alerting;

/// <summary>The rules that need no configuration.</summary>
internal static class DefaultRules
{
    public static IReadOnlyList<AlertRule> All { get; } =
    [
        Rule("quota", AlertRuleKind.Quota, (0.8m, AlertSeverity.Medium), (0.9m, AlertSeverity.High)) with
        {
            ResolveAfter = Settled,
        },
        Rule("cost-month", AlertRuleKind.Cost, (1000m, AlertSeverity.High)),
        Rule("error-rate", AlertRuleKind.ErrorRate, (0.05m, AlertSeverity.High)) with { ResolveAfter = Settled },
        Rule("latency", AlertRuleKind.Latency, (2m, AlertSeverity.Medium)) with { ResolveAfter = Settled },
        Share("cpu", "process", "cpu_share", 0.80m),
        Share("memory", "process", "memory_share", 0.85m),
        Rule("health", AlertRuleKind.Health, (2m, AlertSeverity.High)) with { ResolveAfter = Settled },
        Rule("unpriced-model", AlertRuleKind.UnpricedModel),
    ];

    // A rate that hovers at its threshold would else begin and end with every look.
    private static TimeSpan Settled => TimeSpan.FromMinutes(5);

    private static AlertRule Share(string name, string component, string number, decimal threshold) =>
        Rule(name, AlertRuleKind.Health, (threshold, AlertSeverity.Medium)) with
        {
            Component = component,
            Number = number,
            RaiseAfter = Settled, // a process that starts, or collects, is busy for a moment
            ResolveAfter = Settled,
        };

    private static AlertRule Rule(
        string name, AlertRuleKind kind, params ReadOnlySpan<(decimal Value, AlertSeverity Severity)> thresholds)
    {
        List<AlertThreshold> list = [];
        foreach ((decimal value, AlertSeverity severity) in thresholds) list.Add(new AlertThreshold(value, severity));
        return new AlertRule { Name = name, Kind = kind, Thresholds = list };
    }
}
