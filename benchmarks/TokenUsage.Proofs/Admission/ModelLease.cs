using TokenUsage.Admission;

namespace TokenUsage.Proofs.Admission;

/// <summary>How a claim stands in the model.</summary>
internal sealed class ModelLease
{
    public bool IsOpen { get; set; }

    public bool HasExpired { get; set; }

    public long Due { get; set; }

    public LedgerLine[] Lines { get; init; } = [];
}
