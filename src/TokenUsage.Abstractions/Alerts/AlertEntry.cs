namespace TokenUsage.Alerting;

/// <summary>An alert with what its life cycle needs to know, as stores keep it.</summary>
public sealed record AlertEntry
{
    /// <summary>Gets the alert.</summary>
    public required Alert Alert { get; init; }

    /// <summary>Gets the number of changes to this fingerprint; goes on over the alerts that share it.</summary>
    public required long Version { get; init; }

    /// <summary>Gets how many thresholds it has passed.</summary>
    public int Level { get; init; }

    /// <summary>Gets when it began to fire: when it was raised, or worsened.</summary>
    public DateTimeOffset FiredAt { get; init; }

    /// <summary>Gets when the channels last heard of it.</summary>
    public DateTimeOffset? NotifiedAt { get; init; }

    /// <summary>Gets when what it is about was last seen to hold, to a quarter of <see cref="AlertRule.ExpireAfter"/>.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Gets since when all is well; <see langword="null"/> while it is not.</summary>
    public DateTimeOffset? CalmSince { get; init; }

    /// <summary>Gets how many of the rule's escalations have been made.</summary>
    public int Escalations { get; init; }

    /// <summary>Gets whether a silence has kept back what should have been told.</summary>
    public bool IsMuted { get; init; }
}
