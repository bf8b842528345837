using System.Runtime.CompilerServices;
using TokenUsage.Aggregation;
using TokenUsage.Diagnostics;
using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>The read door.</summary>
/// <param name="store">Where the records are.</param>
/// <param name="live">The totals since the process started.</param>
/// <param name="pending">Counts what is recorded and not yet stored; recording lies below and is not named here.</param>
/// <param name="time">Says when "now" is.</param>
/// <param name="answers">Remembers answers; null to ask the store each time.</param>
/// <param name="timings">Is told how long each answer took.</param>
/// <param name="sums">Remembers what parts of answers add up to; null to read them each time.</param>
internal sealed class UsageStats(
    IUsageStore store, LiveTotals live, Func<long> pending, TimeProvider time, RememberedAnswers? answers = null,
    StoreTimings? timings = null, RememberedSums? sums = null) : ITokenUsageStats
{
    private readonly AsOfClock _clock = new();

    public UsageTotals Current => live.Snapshot();

    public async ValueTask<UsageSummary> QueryAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        long started = timings?.Start() ?? 0;
        DateTimeOffset now = time.GetUtcNow();
        ResolvedQuery resolved = QueryResolver.Resolve(query, now);
        long underWay = pending(); // before the snapshot: a record may then be in both, but never in neither
        long appends = answers?.Appends ?? sums?.Appends ?? 0;
        IUsageSnapshot snapshot = await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset asOf = _clock.Stamp(now, snapshot.Version);
        if (asOf != now)
            resolved = QueryResolver.Resolve(query, asOf); // "the last hour" ends at the moment that is named
        UsageSummary summary = answers is null
            ? await ReadAsync(resolved, snapshot, appends, cancellationToken).ConfigureAwait(false) with { AsOf = asOf }
            : await FindAsync(answers, resolved, asOf, appends, snapshot, cancellationToken).ConfigureAwait(false);
        timings?.Queried(started);
        return summary with { Pending = underWay };
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

    // From the call of Read on the snapshot is the reading's, which may outlive this caller.
    private async ValueTask<UsageSummary> FindAsync(
        RememberedAnswers answers, ResolvedQuery resolved, DateTimeOffset asOf, long appends, IUsageSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        bool isTaken = false;
        try
        {
            return await answers.FindAsync(resolved, asOf, snapshot.Version, appends, Read, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            if (!isTaken) await snapshot.DisposeAsync().ConfigureAwait(false);
        }

        Task<UsageSummary> Read(CancellationToken token)
        {
            isTaken = true;
            return ReadAsync(resolved, snapshot, appends, token);
        }
    }

    private async Task<UsageSummary> ReadAsync(
        ResolvedQuery resolved, IUsageSnapshot snapshot, long appends, CancellationToken cancellationToken)
    {
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);
        return await new SummaryReader(store.Cubes, sums?.At(snapshot.Version, appends))
            .ReadAsync(resolved, snapshot, cancellationToken).ConfigureAwait(false);
    }

    private static RecordPosition ReadCursor(string cursor) =>
        RecordPosition.TryParse(cursor, out RecordPosition position)
        ? position
        : throw QueryResolver.Fault(
            nameof(UsageQuery.Cursor), $"'{cursor}'", "use what UsageCursor.After returned, or none");
}
