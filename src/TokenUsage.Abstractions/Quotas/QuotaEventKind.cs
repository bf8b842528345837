namespace TokenUsage;

/// <summary>What happened to a quota.</summary>
public enum QuotaEventKind
{
    /// <summary>A call carried an account over <see cref="QuotaDefinition.WarnAt"/>.</summary>
    Warning,

    /// <summary>A call carried an account over <see cref="QuotaDefinition.CriticalAt"/>.</summary>
    Critical,

    /// <summary>A call was refused.</summary>
    Refused,

    /// <summary>A call passed that would have been refused, had the quota not been in shadow mode.</summary>
    ShadowRefused,
}
