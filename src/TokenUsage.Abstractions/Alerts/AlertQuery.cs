namespace TokenUsage;

/// <summary>Which alerts to list. Without any member set: the latest 1,000.</summary>
public sealed record AlertQuery
{
    /// <summary>Gets the states; empty for all.</summary>
    public IReadOnlyList<AlertState> States { get; init; } = [];

    /// <summary>Gets the least severity.</summary>
    public AlertSeverity MinSeverity { get; init; }

    /// <summary>Gets the rule; <see langword="null"/> for all.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets the subject, as <see cref="Alert.Subject"/> writes it; <see langword="null"/> for all.</summary>
    public string? Subject { get; init; }

    /// <summary>Gets the moment from which on alerts were raised.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the moment before which alerts were raised.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the most alerts, the latest first.</summary>
    /// <value>From 1 to 10,000. The default is 1,000.</value>
    public int Limit { get; init; } = 1000;

    /// <summary>Says whether an alert is asked for, its number apart.</summary>
    public bool Matches(Alert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);

        return (States.Count == 0 || States.Contains(alert.State))
            && alert.Severity >= MinSeverity
            && (Rule is null || string.Equals(Rule, alert.Rule, StringComparison.Ordinal))
            && (Subject is null || string.Equals(Subject, alert.Subject, StringComparison.Ordinal))
            && (From is null || alert.RaisedAt >= From)
            && (To is null || alert.RaisedAt < To);
    }
}
