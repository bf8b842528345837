namespace TokenUsage.Admission;

/// <summary>A ledger's answer to a claim.</summary>
public enum ReserveStatus
{
    /// <summary>Everything the claim asked for is held.</summary>
    Reserved,

    /// <summary>The claim was reserved before and is still open; nothing was changed.</summary>
    Duplicate,

    /// <summary>A line asks for more than is left; nothing was changed.</summary>
    Refused,

    /// <summary>By the ledger's clock a line's window is not the current one; nothing was changed.</summary>
    WrongWindow,

    /// <summary>The claim's id was settled, released or expired before; nothing was changed.</summary>
    AlreadyResolved,

    /// <summary>The ledger holds as many accounts or leases as it may; nothing was changed.</summary>
    Full,
}
