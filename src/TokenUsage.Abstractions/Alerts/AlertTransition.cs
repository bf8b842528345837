namespace TokenUsage;

/// <summary>What happened to an alert.</summary>
public enum AlertTransition
{
    /// <summary>It began.</summary>
    Raised,

    /// <summary>It passed a further threshold.</summary>
    Worsened,

    /// <summary>It still holds, as the rule wants to be reminded.</summary>
    Reminded,

    /// <summary>Nobody has acknowledged it in time, and the next channel is told.</summary>
    Escalated,

    /// <summary>Somebody has taken it up.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>Somebody does not want it.</summary>
    Dismissed,

    /// <summary>Several alerts in one message, as the channel wants it.</summary>
    Digest,

    /// <summary>Somebody tries whether messages arrive.</summary>
    Test,
}
