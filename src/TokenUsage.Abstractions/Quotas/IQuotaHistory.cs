namespace TokenUsage.Admission;

/// <summary>Knows what an account has used by the records that are stored.</summary>
/// <remarks>
/// A ledger that can lose its counters, as one in memory of a server can, begins them at this total and repairs them by
/// the greater of the two. It never adds, so that asking twice does no harm.
/// </remarks>
public interface IQuotaHistory
{
    /// <summary>Reads what a line's account has used in the line's window.</summary>
    /// <returns>
    /// The amount in the line's unit, as ledgers count; <see langword="null"/> when it cannot be told: the counter then
    /// begins at nothing.
    /// </returns>
    ValueTask<long?> ReadUsedAsync(LedgerLine line, CancellationToken cancellationToken);
}
