namespace TokenUsage;

/// <summary>How well a part of the monitor is.</summary>
public enum HealthLevel
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>It works, and somebody should look: nothing is lost yet.</summary>
    Degraded,

    /// <summary>It does not do its work.</summary>
    Unhealthy,
}
