using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>What one line of a lease holds, and where.</summary>
internal readonly record struct LeaseLine
{
    public required string Account { get; init; }
    public required LedgerShape Shape { get; init; }

    /// <summary>Gets the row of the counter: a fixed window's id, or the part of a sliding one.</summary>
    public required long Slot { get; init; }
    public required QuotaUnit Unit { get; init; }
    public required long Amount { get; init; }

    /// <summary>Gets the window's length, which a bucket's numbers are multiplied by.</summary>
    public required long LengthMicros { get; init; }

    /// <summary>Gets what a bucket had taken in when the line was held.</summary>
    public Int128 Mark { get; init; }
}
