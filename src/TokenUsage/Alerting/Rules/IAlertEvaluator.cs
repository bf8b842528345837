using TokenUsage.Alerting.LifeCycle;

namespace TokenUsage.Alerting.Rules;

/// <summary>Looks at what one kind of rule looks at.</summary>
internal interface IAlertEvaluator
{
    bool Serves(AlertRuleKind kind);

    /// <summary>Gets whether it can look at a moment that is over.</summary>
    bool KnowsThePast => true;

    /// <summary>Says whether this process can tell that an alert is over: others may see what it does not.</summary>
    bool Decides(AlertEntry entry) => true;

    /// <summary>Says about which subjects the rule has something to say. What is not among them is well.</summary>
    ValueTask<IReadOnlyList<AlertSignal>> EvaluateAsync(
        AlertRule rule, DateTimeOffset at, CancellationToken cancellationToken);
}
