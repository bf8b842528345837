namespace TokenUsage.Admission;

/// <summary>A settlement that the ledger could not take, to be repeated.</summary>
internal sealed record PendingSettlement(LedgerClaim Claim, QuotaAmounts Actual);
