namespace TokenUsage.Admission.Ledger;

/// <summary>How much the ledger in memory may hold.</summary>
/// <param name="Accounts">The most counters; claims that need another one are then answered "full".</param>
/// <param name="Leases">The most ids, open and remembered; likewise.</param>
/// <param name="Remembered">How many resolved ids are known, so that a repeated message changes nothing.</param>
internal sealed record MemoryLedgerLimits(int Accounts = 1_000_000, int Leases = 1_000_000, int Remembered = 4_096);
