namespace TokenUsage;

/// <summary>Answers what was used, by whom, and what it cost.</summary>
public interface ITokenUsageStats
{
    /// <summary>Gets what was stored since the process started. Costs no query.</summary>
    UsageTotals Current { get; }

    /// <summary>Sums up the usage of a time range: totals, groups, breakdowns and a series, all of the same moment.</summary>
    /// <exception cref="ArgumentException">A member of the query is out of range; the message names it, its value and the fix.</exception>
    ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads single records, oldest first.</summary>
    /// <remarks>
    /// Range, filters, <see cref="UsageQuery.Limit"/> and <see cref="UsageQuery.Cursor"/> apply. To go on later where a
    /// reader stopped, put <see cref="UsageCursor.After"/> of its last record into the next query. Detail is kept for a
    /// limited time; totals outlive it.
    /// </remarks>
    /// <exception cref="ArgumentException">A member of the query is out of range; the message names it, its value and the fix.</exception>
    IAsyncEnumerable<UsageRecord> ReadAsync(UsageQuery query, CancellationToken cancellationToken = default);
}
