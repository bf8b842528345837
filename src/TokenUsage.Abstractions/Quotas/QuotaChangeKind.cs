namespace TokenUsage.Admission;

/// <summary>What was changed.</summary>
public enum QuotaChangeKind
{
    /// <summary>A quota was added or replaced.</summary>
    Define,

    /// <summary>A quota was removed.</summary>
    Remove,

    /// <summary>An account got a limit of its own, or lost it.</summary>
    Override,

    /// <summary>Calls were halted.</summary>
    Halt,

    /// <summary>A halt was ended.</summary>
    Resume,
}
