using System.Runtime.CompilerServices;

namespace TokenUsage.Reporting;

/// <summary>The read door where reading single records leaves an entry in the audit trail.</summary>
/// <remarks>The entry comes before the first record: who cannot be logged cannot read.</remarks>
internal sealed class AuditedStats(ITokenUsageStats inner, IAuditTrail trail) : ITokenUsageStats
{
    public UsageTotals Current => inner.Current;

    public ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default) =>
        inner.QueryAsync(query, cancellationToken);

    public async IAsyncEnumerable<UsageRecord> ReadAsync(
        UsageQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerable<UsageRecord> records = inner.ReadAsync(query, cancellationToken); // tells faults first
        await trail.AppendAsync(Entry(query), cancellationToken).ConfigureAwait(false);
        await foreach (UsageRecord record in records.ConfigureAwait(false)) yield return record;
    }

    private static bool IsOneUser(UsageFilter filter) =>
        filter.Dimension == Dimension.User && filter is { Operator: FilterOperator.In, Values.Count: 1 };

    // What was asked for, without the values of filters: they may be users.
    private static AuditChange Entry(UsageQuery query) => new()
    {
        Actor = AuditScope.Current,
        Action = "records.read",
        Target = query.Where.Count == 0
            ? "all" : string.Join(", ", query.Where.Select(f => $"{f.Dimension} {f.Operator}")),
        Subject = query.Where.FirstOrDefault(IsOneUser).Values?[0],
    };
}
