namespace TokenUsage.Admission;

/// <summary>What became of a claim that was settled or released.</summary>
public enum ResolveStatus
{
    /// <summary>What was held is given back, and what was used is charged.</summary>
    Settled,

    /// <summary>The lease had expired, or the ledger did not know it; what was used is charged all the same.</summary>
    LateSettled,

    /// <summary>What was held is given back.</summary>
    Released,

    /// <summary>It was resolved before; nothing was changed.</summary>
    AlreadyResolved,
}
