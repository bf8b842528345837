namespace TokenUsage.Alerting;

/// <summary>Sends the alerts that fulfil all of its conditions to some channels.</summary>
public sealed record AlertRoute
{
    /// <summary>Gets the channels.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Gets the least severity.</summary>
    public AlertSeverity MinSeverity { get; init; }

    /// <summary>Gets the rules, a <c>*</c> at an end standing for any rest; empty for all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Gets the conditions on the alert's scope: its user, project, tags.</summary>
    public IReadOnlyList<UsageFilter> Where { get; init; } = [];
}
