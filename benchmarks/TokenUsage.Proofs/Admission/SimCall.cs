using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>A call as its client sees it.</summary>
internal sealed class SimCall
{
    public LedgerClaim Claim { get; } = new();

    public int Client { get; set; }

    public bool IsAdmitted { get; set; }

    public bool HasEnded { get; set; }

    public QuotaAmounts Actual { get; set; }
}
