using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Lays groups out in time.</summary>
internal static class SeriesWriter
{
    public static IReadOnlyList<UsagePoint> Write(ResolvedQuery resolved, IReadOnlyList<GroupCells> groups)
    {
        if (resolved.Edges.Count < 2) return [];
        return resolved.Query.GroupBy.Count == 0 ? WriteAll(resolved, groups) : WriteGroups(resolved, groups);
    }

    private static List<UsagePoint> WriteAll(ResolvedQuery resolved, IReadOnlyList<GroupCells> groups)
    {
        var cells = groups.SelectMany(g => g.Cells).ToDictionary(c => c.Key, c => c.Value);
        var points = new List<UsagePoint>(resolved.Edges.Count - 1);
        for (int i = 0; i < resolved.Edges.Count - 1; i++)
        {
            UsageTotals totals = (cells.GetValueOrDefault(i) ?? new RollupCell()).ToTotals();
            points.Add(new UsagePoint { Start = StartOf(resolved, i), Totals = totals });
        }

        return points;
    }

    private static List<UsagePoint> WriteGroups(ResolvedQuery resolved, IReadOnlyList<GroupCells> groups) =>
    [
        .. groups
            .SelectMany((group, rank) => group.Cells.Select(cell => (group, rank, Interval: cell.Key, cell.Value)))
            .OrderBy(p => p.Interval).ThenBy(p => p.rank)
            .Select(p => new UsagePoint
            {
                Start = StartOf(resolved, p.Interval),
                Key = p.group.Key,
                IsOther = p.group.IsOther,
                Totals = p.Value.ToTotals(),
            }),
    ];

    private static DateTimeOffset StartOf(ResolvedQuery resolved, int interval) =>
        TimeZoneInfo.ConvertTime(resolved.Edges[interval], resolved.Zone);
}
