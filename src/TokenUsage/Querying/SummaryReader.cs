using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Answers a resolved query from a snapshot.</summary>
internal sealed class SummaryReader(IReadOnlyList<UsageCube> cubes, SumsOfSnapshot? sums = null)
{
    public async Task<UsageSummary> ReadAsync(
        ResolvedQuery resolved, IUsageSnapshot snapshot, CancellationToken cancellationToken)
    {
        UsageQuery query = resolved.Query;
        var planner = new QueryPlanner(cubes, snapshot.Horizon);
        var runner = new QueryRunner(query.Where, sums);
        var main = new UsageTable(query.GroupBy, query.Where, resolved.Edges);
        IReadOnlyList<PlanStep> mainPlan = planner.Plan(resolved, query.GroupBy, resolved.Edges);
        runner.Want(mainPlan, main);

        var breakdowns = new Dictionary<string, UsageTable>(StringComparer.Ordinal);
        foreach (Dimension dimension in query.Breakdowns)
        {
            var table = new UsageTable([dimension], query.Where, []);
            runner.Want(planner.Plan(resolved, [dimension], []), table);
            breakdowns.Add(dimension.Name, table);
        }

        UserCount? users = WantUsers(planner, resolved, mainPlan, runner);
        await runner.RunAsync(snapshot, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<GroupCells> groups = GroupRanking.Rank(main, query.TopBy, query.Top, query.GroupBy.Count);
        return new UsageSummary
        {
            Totals = Sum(groups) with { ActiveUsers = users?.Count },
            Groups = query.GroupBy.Count == 0 ? [] : ToGroups(groups),
            Breakdowns = breakdowns.ToDictionary(
                b => b.Key,
                b => ToGroups(GroupRanking.Rank(b.Value, query.TopBy, query.Top, width: 1)),
                StringComparer.Ordinal),
            Series = SeriesWriter.Write(resolved, groups),
            ExactFrom = planner.ExactFrom,
        };
    }

    // Users are counted where that needs no reading of records that the answer would not read anyway.
    private static UserCount? WantUsers(
        QueryPlanner planner, ResolvedQuery resolved, IReadOnlyList<PlanStep> mainPlan, QueryRunner runner)
    {
        IReadOnlyList<PlanStep> plan = planner.Plan(resolved, [Dimension.User], [], keysOnly: true);
        bool isCovered = planner.FindCube([Dimension.User], resolved.Query.Where) is not null;
        if (!isCovered && !plan.All(mainPlan.Contains)) return null;

        var users = new UserCount(resolved.Query.Where);
        runner.Want(plan.All(mainPlan.Contains) ? mainPlan : plan, users);
        return users;
    }

    private static UsageTotals Sum(IReadOnlyList<GroupCells> groups)
    {
        var sum = new RollupCell();
        foreach (GroupCells group in groups) sum.Add(group.Total);
        return sum.ToTotals();
    }

    private static IReadOnlyList<UsageGroup> ToGroups(IReadOnlyList<GroupCells> groups) =>
        [.. groups.Select(g => new UsageGroup { Key = g.Key, IsOther = g.IsOther, Totals = g.Total.ToTotals() })];
}
