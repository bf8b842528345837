namespace TokenUsage.AspNetCore.Json;

/// <summary>How many alerts hold, by how urgent they are.</summary>
internal sealed record AlertSummary
{
    public required int Critical { get; init; }

    public required int High { get; init; }

    public required int Medium { get; init; }

    public required int Low { get; init; }

    /// <summary>Gets how many of them somebody has taken up.</summary>
    public required int Acknowledged { get; init; }

    public static AlertSummary Of(IReadOnlyList<Alert> active) => new()
    {
        Critical = active.Count(alert => alert.Severity == AlertSeverity.Critical),
        High = active.Count(alert => alert.Severity == AlertSeverity.High),
        Medium = active.Count(alert => alert.Severity == AlertSeverity.Medium),
        Low = active.Count(alert => alert.Severity == AlertSeverity.Low),
        Acknowledged = active.Count(alert => alert.State == AlertState.Acknowledged),
    };
}
