namespace TokenUsage.Sqlite.Quotas;

/// <summary>What became of a lease, as the table has it.</summary>
internal enum LeaseState
{
    Unknown = -1,
    Open = 0,
    Resolved = 1,
    Expired = 2,
}
