namespace TokenUsage;

/// <summary>A number at which an alert is raised, or worsens.</summary>
/// <param name="Value">The number, in the rule's unit; reached is passed.</param>
/// <param name="Severity">How urgent the alert then is.</param>
public readonly record struct AlertThreshold(decimal Value, AlertSeverity Severity);
