namespace TokenUsage.Querying;

/// <summary>Orders groups, and folds those beyond the first N into "other".</summary>
internal static class GroupRanking
{
    public static IReadOnlyList<GroupCells> Rank(UsageTable table, UsageMeasure measure, int? top, int width)
    {
        var ranked = table.Groups
            .Select(g => (Group: g, Totals: g.Total.ToTotals()))
            .OrderByDescending(g => MeasureOf(g.Totals, measure))
            .ThenBy(g => string.Join('\u001f', g.Group.Key), StringComparer.Ordinal)
            .Select(g => g.Group)
            .ToList();
        int kept = Math.Min(top ?? ranked.Count, ranked.Count);
        if (kept == ranked.Count && table.Overflow is null) return ranked;

        GroupCells other = GroupCells.Other(width);
        foreach (GroupCells group in ranked.Skip(kept)) other.Add(group);
        if (table.Overflow is { } overflow) other.Add(overflow);
        return [.. ranked.Take(kept), other];
    }

    private static decimal MeasureOf(UsageTotals totals, UsageMeasure measure) => measure switch
    {
        UsageMeasure.Cost => totals.PricedUsd ?? -1,
        UsageMeasure.Tokens => totals.Tokens.Total ?? -1,
        _ => totals.Calls,
    };
}
