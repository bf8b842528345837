using TokenUsage.Caching;
using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Remembers what long stretches of rollups add up to, until a new record touches them.</summary>
/// <remarks>
/// A range that moves on, such as the last thirty days, is another range each time it is asked for, but nearly all of it is
/// whole days and quarter-hours that were read before. Decision 8 says when a sum is still right.
/// </remarks>
/// <param name="cache">Where the sums are.</param>
/// <param name="changes">What this process has appended.</param>
/// <param name="leastRows">From how many rows on it is worth it: fewer are read again as fast.</param>
internal sealed class RememberedSums(TokenUsageCache cache, StoreChanges changes, int leastRows = 500)
{
    // What takes more would leave no room for answers.
    private const int MostBytes = 8 << 20;
    private const int MostEdges = 1_000;

    // A sum stays right until it is touched: this only lets go of those that nobody asks for any more.
    private static readonly TimeSpan TimeToLive = TimeSpan.FromHours(2);

    /// <summary>Gets how many appends are over. To be read before the snapshot is opened, which then holds them all.</summary>
    public long Appends => changes.Count;

    /// <summary>Gets the sums as they are seen from a snapshot.</summary>
    /// <param name="version">The snapshot's version.</param>
    /// <param name="appends">How many appends were over before the snapshot was opened.</param>
    public SumsOfSnapshot At(long version, long appends) => new(this, version, appends, changes.SettledCount);

    public StepSums? Find(string key, PlanStep step, SumsOfSnapshot asked)
    {
        return cache.Find<RememberedStep>(key, IsRight)?.Sums;

        bool IsRight(RememberedStep known) => known.Version == asked.Version
            || (known.Appends is { } then && asked.Version - known.Version == asked.Appends - then
                && !changes.Touch(then, asked.Appends, step.From, step.To));
    }

    public void Keep(string key, StepSums sums, SumsOfSnapshot asked)
    {
        if (sums.Rows < leastRows || sums.Bytes > MostBytes) return;
        cache.Set(
            key, new RememberedStep(sums, asked.Version, asked.Settled),
            new CacheEntryOptions { Tags = [CacheKeys.QueryTag], Size = sums.Bytes, TimeToLive = TimeToLive });
    }

    /// <summary>Names a step and the edges by which it is summed up.</summary>
    /// <returns>Null where it is not worth remembering.</returns>
    public static string? KeyOf(
        PlanStep step, IReadOnlyList<UsageFilter> where, IReadOnlyList<DateTimeOffset> edges)
    {
        if (step.Cube is not { } cube || step.Grain == RollupGrain.Minute || edges.Count > MostEdges) return null;
        string kind = FormattableString.Invariant($"{cube.Name}|{(int)step.Grain}|{step.KeysOnly}");
        return CacheKeys.Sums(kind, step.From, step.To, where, edges.Where(e => e > step.From && e < step.To));
    }
}
