namespace TokenUsage;

/// <summary>Where an alert is in its life.</summary>
public enum AlertState
{
    /// <summary>It holds, and nobody has taken it up.</summary>
    Firing,

    /// <summary>It holds, and somebody has taken it up: reminders and escalation rest.</summary>
    Acknowledged,

    /// <summary>It no longer holds, or somebody has said so.</summary>
    Resolved,

    /// <summary>Somebody does not want it: it stays quiet until what raised it has once been well again.</summary>
    Dismissed,
}
