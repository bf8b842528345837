namespace TokenUsage.Alerting.LifeCycle;

/// <summary>What silences are asked about.</summary>
internal readonly record struct AlertOccasion(string Rule, string Subject, AlertSeverity Severity);
