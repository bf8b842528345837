namespace TokenUsage;

/// <summary>A message about alerts, as a channel sends it.</summary>
public sealed record AlertNotice
{
    /// <summary>Gets the message's id. A message that is sent again, because nobody knows whether it arrived, keeps it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets what happened.</summary>
    public required AlertTransition Transition { get; init; }

    /// <summary>Gets the alerts: one, or several in a digest, in the order in which they changed.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the first of <see cref="Alerts"/>.</summary>
    public Alert Alert => Alerts[0];

    /// <summary>Gets the highest severity among <see cref="Alerts"/>.</summary>
    public AlertSeverity Severity => Alerts.Max(a => a.Severity);
}
