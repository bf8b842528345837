using TokenUsage.Caching;
using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>Remembers answers to queries until a new record touches their range.</summary>
/// <param name="cache">Where they are.</param>
/// <param name="changes">What this process has appended.</param>
/// <param name="freshness">How old an answer about a range that moves on may be.</param>
internal sealed class RememberedAnswers(TokenUsageCache cache, StoreChanges changes, TimeSpan freshness)
{
    private const int BytesOfTotals = 600;

    private readonly SingleFlight _flights = new();

    /// <summary>Gets how many appends are over. To be read before the snapshot is opened, which then holds them all.</summary>
    public long Appends => changes.Count;

    /// <summary>Finds the answer in memory, or reads it: once, however many ask for the same at the same time.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="asOf">The moment of the snapshot.</param>
    /// <param name="version">The snapshot's version.</param>
    /// <param name="appends">How many appends were over before the snapshot was opened.</param>
    /// <param name="read">Reads the answer from the snapshot.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public async ValueTask<UsageSummary> FindAsync(
        ResolvedQuery query, DateTimeOffset asOf, long version, long appends,
        Func<CancellationToken, Task<UsageSummary>> read, CancellationToken cancellationToken)
    {
        string key = CacheKeys.Query(query.Query);
        RememberedAnswer? known = cache.Find<RememberedAnswer>(key, IsRight);
        if (known is not null) return known.IsMoving ? known.Summary : known.Summary with { AsOf = asOf };

        // Who comes after a change must not join the reading of what was before it: hence the version.
        long? settled = changes.SettledCount;
        string flight = FormattableString.Invariant($"{version}|{query.To.UtcTicks}|{key}");
        return await _flights.RunAsync(flight, ReadAsync, cache.CountMiss, cancellationToken).ConfigureAwait(false);

        bool IsRight(RememberedAnswer answer) =>
            (!answer.IsMoving || asOf - answer.Summary.AsOf <= freshness) && IsUntouched(answer, version, appends);

        async Task<UsageSummary> ReadAsync(CancellationToken token)
        {
            UsageSummary summary = await read(token).ConfigureAwait(false) with { AsOf = asOf };
            bool isMoving = query.Query.Range.Length is not null;
            if (isMoving && freshness == TimeSpan.Zero) return summary;

            var answer = new RememberedAnswer
            {
                Summary = summary,
                Version = version,
                Appends = settled,
                From = query.From,
                To = isMoving ? DateTimeOffset.MaxValue : query.To,
            };
            cache.Set(key, answer, Describe(summary));
            return summary;
        }
    }

    // Whatever else changes a store (others' appends, corrections, upkeep) moves the version further than the count.
    private bool IsUntouched(RememberedAnswer answer, long version, long appends)
    {
        if (answer.Version == version) return true;
        return answer.Appends is { } then && version - answer.Version == appends - then
            && !changes.Touch(then, appends, answer.From, answer.To);
    }

    private static CacheEntryOptions Describe(UsageSummary summary)
    {
        int tables = summary.Groups.Count + summary.Series.Count + summary.Breakdowns.Values.Sum(b => b.Count);
        return new CacheEntryOptions { Tags = [CacheKeys.QueryTag], Size = (tables + 1L) * BytesOfTotals };
    }
}
