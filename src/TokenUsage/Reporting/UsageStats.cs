using System.Runtime.CompilerServices;
using TokenUsage.Aggregation;
using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>The read door.</summary>
/// <param name="store">Where the records are.</param>
/// <param name="live">The totals since the process started.</param>
/// <param name="pending">Counts what is recorded and not yet stored; recording lies below and is not named here.</param>
/// <param name="time">Says when "now" is.</param>
internal sealed class UsageStats(
    IUsageStore store, LiveTotals live, Func<long> pending, TimeProvider time) : ITokenUsageStats
{
    private readonly AsOfClock _clock = new();

    public UsageTotals Current => live.Snapshot();

    public async ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        ResolvedQuery resolved = QueryResolver.Resolve(query, now);
        long underWay = pending(); // before the snapshot: a record may then be in both, but never in neither

        IUsageSnapshot snapshot = await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        DateTimeOffset asOf = _clock.Stamp(now, snapshot.Version);
        if (asOf != now)
            resolved = QueryResolver.Resolve(query, asOf); // "the last hour" ends at the moment that is named
        UsageSummary summary = await new SummaryReader(store.Cubes)
            .ReadAsync(resolved, snapshot, cancellationToken).ConfigureAwait(false);
        return summary with { AsOf = asOf, Pending = underWay };
    }

    public IAsyncEnumerable<UsageRecord> ReadAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ResolvedQuery resolved = QueryResolver.Resolve(query, time.GetUtcNow());
        var read = new RecordRead
        {
            From = resolved.From,
            To = resolved.To,
            Where = query.Where,
            Limit = query.Limit,
            After = query.Cursor is null ? null : ReadCursor(query.Cursor),
        };
        return store.ReadRecordsAsync(read, cancellationToken);
    }

    private static RecordPosition ReadCursor(string cursor) =>
        RecordPosition.TryParse(cursor, out RecordPosition position)
        ? position
        : throw QueryResolver.Fault(
            nameof(UsageQuery.Cursor), $"'{cursor}'", "use what UsageCursor.After returned, or none");
}
