using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Decides, for every store alike, which part of a table comes from rollups and which from records.</summary>
/// <remarks>
/// Rollups answer where a cube has all dimensions that are grouped and filtered by, and every edge of the series lies on
/// a quarter-hour. Whole UTC days come from day cells, the rest from quarter-hours, and what is left at the two ends of
/// the range, less than 15 minutes each, from records.
/// </remarks>
internal sealed class QueryPlanner(IReadOnlyList<UsageCube> cubes)
{
    public IReadOnlyList<PlanStep> Plan(
        ResolvedQuery query, IReadOnlyList<Dimension> groupBy, IReadOnlyList<DateTimeOffset> edges,
        bool keysOnly = false)
    {
        if (query.From >= query.To) return [];

        UsageCube? cube = FindCube(groupBy, query.Query.Where);
        DateTimeOffset first = RollupGrid.Ceiling(query.From, RollupGrain.QuarterHour);
        DateTimeOffset last = RollupGrid.Floor(query.To, RollupGrain.QuarterHour);
        bool isAligned = edges.Count == 0
            || edges.Skip(1).SkipLast(1).All(e => RollupGrid.IsEdge(e, RollupGrain.QuarterHour));
        if (cube is null || !isAligned || first >= last) return [Records(query.From, query.To)];

        var steps = new List<PlanStep>();
        if (query.From < first) steps.Add(Records(query.From, first));
        DateTimeOffset start = first;
        foreach (DateTimeOffset edge in edges.Where(e => e > first && e < last).Append(last))
        {
            AddRollups(steps, cube, keysOnly, start, edge);
            start = edge;
        }

        if (last < query.To) steps.Add(Records(last, query.To));
        return steps;
    }

    /// <summary>Says whether a table with these dimensions can be read from rollups.</summary>
    public UsageCube? FindCube(IReadOnlyList<Dimension> groupBy, IReadOnlyList<UsageFilter> where)
    {
        IEnumerable<Dimension> needed = groupBy.Concat(where.Select(f => f.Dimension));
        return cubes.Where(c => c.Covers(needed)).MinBy(c => c.Dimensions.Count);
    }

    private static PlanStep Records(DateTimeOffset from, DateTimeOffset to) =>
        new(null, RollupGrain.QuarterHour, false, from, to);

    private static void AddRollups(
        List<PlanStep> steps, UsageCube cube, bool keysOnly, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset firstDay = RollupGrid.Ceiling(from, RollupGrain.Day);
        DateTimeOffset lastDay = RollupGrid.Floor(to, RollupGrain.Day);
        if (firstDay >= lastDay)
        {
            Append(steps, new PlanStep(cube, RollupGrain.QuarterHour, keysOnly, from, to));
            return;
        }

        Append(steps, new PlanStep(cube, RollupGrain.QuarterHour, keysOnly, from, firstDay));
        Append(steps, new PlanStep(cube, RollupGrain.Day, keysOnly, firstDay, lastDay));
        Append(steps, new PlanStep(cube, RollupGrain.QuarterHour, keysOnly, lastDay, to));
    }

    private static void Append(List<PlanStep> steps, PlanStep step)
    {
        if (step.From >= step.To) return;

        bool continues = steps.Count > 0 && steps[^1].To == step.From
            && steps[^1] with { From = step.From, To = step.To } == step;
        if (continues) steps[^1] = steps[^1] with { To = step.To };
        else steps.Add(step);
    }
}
