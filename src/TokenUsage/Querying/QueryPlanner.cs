using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Decides, for every store alike, which part of a table comes from rollups and which from records.</summary>
/// <remarks>
/// Rollups answer where a cube has all dimensions that are grouped and filtered by. Whole UTC days come from day cells, the
/// rest from quarter-hours, what is left at the ends from minutes, and less than a minute from records. Where edges of the
/// series lie between quarter-hours, minutes answer all of it. What retention has let go of is answered from the next coarser
/// width, each slice where it begins, and <see cref="ExactFrom"/> says so.
/// </remarks>
internal sealed class QueryPlanner(IReadOnlyList<UsageCube> cubes, StoreHorizon horizon)
{
    /// <summary>Gets the moment from which on everything planned so far is exact; null when all of it is.</summary>
    public DateTimeOffset? ExactFrom { get; private set; }

    public IReadOnlyList<PlanStep> Plan(
        ResolvedQuery query, IReadOnlyList<Dimension> groupBy, IReadOnlyList<DateTimeOffset> edges,
        bool keysOnly = false)
    {
        if (query.From >= query.To) return [];

        UsageCube? cube = FindCube(groupBy, query.Query.Where);
        var spans = new SpanPlanner(cube, keysOnly, horizon);
        DateTimeOffset[] inner = [.. edges.Where(e => e > query.From && e < query.To)];
        if (cube is null || !inner.All(e => RollupGrid.IsEdge(e, RollupGrain.Minute)))
        {
            spans.AddRecords(query.From, query.To);
        }
        else if (!inner.All(e => RollupGrid.IsEdge(e, RollupGrain.QuarterHour)))
        {
            spans.AddByMinute(query.From, query.To);
        }
        else
        {
            DateTimeOffset start = query.From;
            foreach (DateTimeOffset edge in inner.Append(query.To))
            {
                spans.Add(start, edge);
                start = edge;
            }
        }

        if (spans.ExactFrom > (ExactFrom ?? DateTimeOffset.MinValue)) ExactFrom = spans.ExactFrom;
        return spans.Steps;
    }

    /// <summary>Says whether a table with these dimensions can be read from rollups.</summary>
    public UsageCube? FindCube(IReadOnlyList<Dimension> groupBy, IReadOnlyList<UsageFilter> where)
    {
        IEnumerable<Dimension> needed = groupBy.Concat(where.Select(f => f.Dimension));
        return cubes.Where(c => c.Covers(needed)).MinBy(c => c.Dimensions.Count);
    }
}
