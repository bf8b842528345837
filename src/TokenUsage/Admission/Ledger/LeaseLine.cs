namespace TokenUsage.Admission.Ledger;

/// <summary>One line of a lease: which counter holds how much for it.</summary>
internal struct LeaseLine
{
    public LedgerCounter Counter;

    /// <summary>Whether the counter was made for this line, and the stripe does not have it yet.</summary>
    public bool IsNew;

    public Int128 Mark;
    public long Amount;
    public QuotaUnit Unit;
}
