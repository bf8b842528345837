using System.Runtime.CompilerServices;
using TokenUsage.Querying;
using TokenUsage.Storage;

namespace TokenUsage.Aggregation;

/// <summary>Fills buckets with what a store holds, so that a restart does not empty the last hour.</summary>
/// <remarks>The speed of streams is not among it: rollups do not keep it.</remarks>
internal sealed class LiveWarmUp(IUsageStore store, IReadOnlyList<Dimension> dimensions)
{
    public async Task FillAsync(LiveBuckets buckets, DateTimeOffset now, CancellationToken cancellationToken)
    {
        buckets.Advance(now);
        IUsageSnapshot snapshot = await store.OpenSnapshotAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = snapshot.ConfigureAwait(false);

        DateTimeOffset recent = buckets.Minutes.OldestStart;
        DateTimeOffset end = buckets.Minutes.StartOf(buckets.Minutes.Newest + 1);
        await FillAsync(
            buckets.Minutes, recent, end, new TimeInterval(1, TimeUnit.Minute), snapshot, cancellationToken)
            .ConfigureAwait(false);
        await FillAsync(
            buckets.Hours, buckets.Hours.OldestStart, recent, TimeInterval.Hour, snapshot, cancellationToken)
            .ConfigureAwait(false);
        await FillAsync(
            buckets.Days, buckets.Days.OldestStart, recent, TimeInterval.Day, snapshot, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task FillAsync(
        LiveRing ring, DateTimeOffset from, DateTimeOffset to, TimeInterval interval, IUsageSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        var query = new UsageQuery { Range = TimeRange.Between(from, to), Interval = interval };
        ResolvedQuery resolved = QueryResolver.Resolve(query, to);
        var planner = new QueryPlanner(store.Cubes, snapshot.Horizon);
        var runner = new QueryRunner([]);
        var totals = new UsageTable([], [], resolved.Edges);
        runner.Want(planner.Plan(resolved, [], resolved.Edges), totals);
        var tables = new UsageTable?[dimensions.Count];
        for (int i = 0; i < tables.Length; i++)
        {
            // Weeks of single records are not read for a tag that has no rollups.
            if (planner.FindCube([dimensions[i]], []) is null) continue;
            tables[i] = new UsageTable([dimensions[i]], [], resolved.Edges);
            runner.Want(planner.Plan(resolved, [dimensions[i]], resolved.Edges), tables[i]!);
        }

        await runner.RunAsync(snapshot, cancellationToken).ConfigureAwait(false);
        foreach (GroupCells group in totals.Groups) AddTotals(ring, resolved.Edges, group);
        for (int i = 0; i < tables.Length; i++)
        {
            if (tables[i] is { } table) AddKeys(ring, resolved.Edges, table, i);
        }
    }

    private static void AddTotals(LiveRing ring, IReadOnlyList<DateTimeOffset> edges, GroupCells group)
    {
        foreach ((int interval, RollupCell cell) in group.Cells)
        {
            if (ring.Find(ring.SliceOf(edges[interval])) is not { } bucket) continue;
            bucket.Totals.Add(cell);
            bucket.Count.Add(CountOf(cell));
        }
    }

    // The dearest first: where there is no room for all, they are those that are kept by name.
    private void AddKeys(LiveRing ring, IReadOnlyList<DateTimeOffset> edges, UsageTable table, int dimension)
    {
        IEnumerable<GroupCells> groups = table.Groups.OrderByDescending(g => g.Total.ToTotals().PricedUsd ?? 0);
        foreach (GroupCells group in table.Overflow is { } other ? groups.Append(other) : groups)
        {
            foreach ((int interval, RollupCell cell) in group.Cells)
            {
                if (ring.Find(ring.SliceOf(edges[interval])) is not { } bucket) continue;
                if (group.IsOther) bucket.KeysOf(dimension).AddOther(CountOf(cell));
                else bucket.KeysOf(dimension).Add(group.Key[0], CountOf(cell));
                bool isUser = dimensions[dimension] == Dimension.User;
                if (isUser && group is { IsOther: false, Key: [{ } user] }) bucket.Users.Add(user);
            }
        }
    }

    private static LiveTally CountOf(RollupCell cell)
    {
        UsageTotals totals = cell.ToTotals();
        return new LiveTally
        {
            Attempts = totals.Attempts,
            Unsuccessful = totals.Failed + totals.Refused + totals.Interrupted,
            InputTokens = totals.Tokens.Input ?? 0,
            OutputTokens = totals.Tokens.Output ?? 0,
            Usd = ExactUsd.Of(totals.PricedUsd ?? 0),
            UnpricedAttempts = totals.Coverage.UnpricedCalls,
        };
    }
}
