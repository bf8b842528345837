namespace TokenUsage.Admission;

/// <summary>One account's part of a claim.</summary>
public readonly record struct LedgerLine
{
    /// <summary>Gets whose counter is changed.</summary>
    public required QuotaAccount Account { get; init; }

    /// <summary>Gets the window it is changed in.</summary>
    public required LedgerWindow Window { get; init; }

    /// <summary>Gets what is counted.</summary>
    public required QuotaUnit Unit { get; init; }

    /// <summary>Gets the limit: of a bucket, what refills in the window's length.</summary>
    public required long Limit { get; init; }

    /// <summary>Gets the most that fits a bucket.</summary>
    public long Burst { get; init; }

    /// <summary>Gets what is held until the call is settled.</summary>
    /// <value>
    /// From 0 to <see cref="QuotaAmounts.Max"/>. A line that holds nothing is admitted while anything is left.
    /// </value>
    public long Amount { get; init; }

    /// <summary>Gets whether the line can refuse the claim; a line that cannot is only counted.</summary>
    public bool Enforced { get; init; }
}
