using System.Runtime.CompilerServices;
using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>The read door.</summary>
/// <param name="store">Where the records are.</param>
/// <param name="live">The totals since the process started.</param>
/// <param name="pending">Counts what is recorded and not yet stored; recording lies below and is not named here.</param>
/// <param name="time">Says when "now" is.</param>
/// <param name="cache">Remembers answers; null to ask the store each time.</param>
internal sealed class UsageStats(
    IUsageStore store, LiveTotals live, Func<long> pending, TimeProvider time, TokenUsageCache? cache = null)
    : ITokenUsageStats
{
    private const int BytesOfTotals = 600;

    private readonly AsOfClock _clock = new();

    public UsageTotals Current => live.Snapshot();

    public async ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = time.GetUtcNow();
        ResolvedQuery resolved = QueryResolver.Resolve(query, now);
        long underWay = pending(); // before the snapshot: a record may then be in both, but never in neither

        IUsageSnapshot snapshot = await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset asOf = _clock.Stamp(now, snapshot.Version);
        if (asOf != now)
            resolved = QueryResolver.Resolve(query, asOf); // "the last hour" ends at the moment that is named
        UsageSummary summary = cache is null
            ? await ReadAsync(resolved, snapshot, cancellationToken).ConfigureAwait(false)
            : await FindAsync(cache, resolved, snapshot, cancellationToken).ConfigureAwait(false);
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

    // The version is part of the key: an answer that is found is what the store would say now.
    private async ValueTask<UsageSummary> FindAsync(
        TokenUsageCache cache, ResolvedQuery resolved, IUsageSnapshot snapshot, CancellationToken cancellationToken)
    {
        bool isTaken = false;
        try
        {
            string key = CacheKeys.Query(resolved.Query, resolved.From, resolved.To, snapshot.Version);
            return await cache.GetOrCreateAsync(key, Read, Describe, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isTaken) await snapshot.DisposeAsync().ConfigureAwait(false);
        }

        // From here on the snapshot is the reading's, which may outlive this caller.
        Task<UsageSummary> Read(CancellationToken token)
        {
            isTaken = true;
            return ReadAsync(resolved, snapshot, token);
        }
    }

    private async Task<UsageSummary> ReadAsync(
        ResolvedQuery resolved, IUsageSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        return await new SummaryReader(store.Cubes)
            .ReadAsync(resolved, snapshot, cancellationToken).ConfigureAwait(false);
    }

    private static CacheEntryOptions Describe(UsageSummary summary)
    {
        int tables = summary.Groups.Count + summary.Series.Count + summary.Breakdowns.Values.Sum(b => b.Count);
        return new CacheEntryOptions { Tags = [CacheKeys.QueryTag], Size = (tables + 1L) * BytesOfTotals };
    }

    private static RecordPosition ReadCursor(string cursor) =>
        RecordPosition.TryParse(cursor, out RecordPosition position)
        ? position
        : throw QueryResolver.Fault(
            nameof(UsageQuery.Cursor), $"'{cursor}'", "use what UsageCursor.After returned, or none");
}
