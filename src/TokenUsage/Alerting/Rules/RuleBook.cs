namespace TokenUsage.Alerting.Rules;

/// <summary>The rules that apply, by name.</summary>
internal sealed class RuleBook(AlertOptions options)
{
    private readonly Dictionary<string, AlertRule> _rules =
        options.AllRules().ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    public IEnumerable<AlertRule> All => _rules.Values;

    public IEnumerable<AlertRule> Of(AlertRuleKind kind) => _rules.Values.Where(rule => rule.Kind == kind);

    public AlertRule? Find(string name) => _rules.GetValueOrDefault(name);

    /// <summary>Finds a rule; for an alert that the application raised itself, or whose rule is gone, one that lets it expire.</summary>
    public AlertRule FindOrDefault(string name) =>
        Find(name) ?? new AlertRule { Name = name, Kind = AlertRuleKind.Custom };
}
