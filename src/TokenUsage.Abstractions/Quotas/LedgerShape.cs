namespace TokenUsage.Admission;

/// <summary>How a ledger counts a window.</summary>
public enum LedgerShape
{
    /// <summary>From a start to an end that the caller states; another window is another counter.</summary>
    Fixed,

    /// <summary>A ring of parts, the oldest counted whole.</summary>
    Sliding,

    /// <summary>A bucket that refills evenly: the generic cell rate algorithm.</summary>
    Bucket,
}
