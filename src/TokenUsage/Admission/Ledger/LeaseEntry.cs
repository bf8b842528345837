namespace TokenUsage.Admission.Ledger;

/// <summary>What the ledger knows of an id: an open lease or, without one, how it ended.</summary>
internal struct LeaseEntry
{
    public Lease? Open;
    public bool HasExpired;
}
