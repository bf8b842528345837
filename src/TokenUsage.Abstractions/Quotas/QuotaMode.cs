namespace TokenUsage;

/// <summary>What a quota does at its limit.</summary>
public enum QuotaMode
{
    /// <summary>Refuses the call.</summary>
    Enforce,

    /// <summary>
    /// Lets the call pass, and reports that it would have been refused: to try a limit before it bites.
    /// </summary>
    Shadow,

    /// <summary>Counts what was used, holds nothing, and only warns.</summary>
    AlertOnly,
}
