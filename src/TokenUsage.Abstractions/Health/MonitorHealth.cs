namespace TokenUsage;

/// <summary>How the monitor is, part by part.</summary>
public sealed record MonitorHealth
{
    /// <summary>Gets the level of the worst part.</summary>
    public HealthLevel Level => Components.Count == 0 ? HealthLevel.Healthy : Components.Max(c => c.Level);

    /// <summary>Gets when it was found out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the parts.</summary>
    public required IReadOnlyList<ComponentHealth> Components { get; init; }
}
