namespace TokenUsage;

/// <summary>How urgent an alert is.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing; nobody need act.</summary>
    Low,

    /// <summary>Somebody should look in the course of the day.</summary>
    Medium,

    /// <summary>Somebody should act soon.</summary>
    High,

    /// <summary>Calls are refused or lost, or money runs away.</summary>
    Critical,
}
