namespace TokenUsage.Admission;

/// <summary>What became of a claim; the claim itself holds the lines' balances.</summary>
public readonly record struct ReserveAnswer
{
    /// <summary>Gets the answer.</summary>
    public required ReserveStatus Status { get; init; }

    /// <summary>Gets the first line that refused.</summary>
    public int Line { get; init; }

    /// <summary>Gets the ledger's time.</summary>
    public long NowMicros { get; init; }

    /// <summary>
    /// Gets when the refusing line would have enough left if nothing else came; 0: nobody knows, or never.
    /// </summary>
    public long RetryAtMicros { get; init; }

    /// <summary>Gets whether the claim is held.</summary>
    public bool IsHeld => Status is ReserveStatus.Reserved or ReserveStatus.Duplicate;
}
