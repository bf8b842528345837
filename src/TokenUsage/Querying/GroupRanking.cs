using TokenUsage.Storage;

namespace TokenUsage.Querying;

/// <summary>Orders groups, and folds those beyond the first N into "other".</summary>
internal static class GroupRanking
{
    public static IReadOnlyList<GroupCells> Rank(UsageTable table, UsageMeasure measure, int? top, int width)
    {
        var sums = new RollupCell();
        var ranked = table.Groups
            .Select(g => (Group: g, Measure: MeasureOf(g, measure, sums)))
            .OrderByDescending(g => g.Measure)
            .ThenBy(g => g.Group.Key, KeyOrder.Instance)
            .Select(g => g.Group)
            .ToList();
        int kept = Math.Min(top ?? ranked.Count, ranked.Count);
        if (kept == ranked.Count && table.Overflow is null) return ranked;

        GroupCells other = GroupCells.Other(width);
        foreach (GroupCells group in ranked.Skip(kept)) other.Add(group);
        if (table.Overflow is { } overflow) other.Add(overflow);
        return [.. ranked.Take(kept), other];
    }

    // From the sums alone: the times of many thousand groups would take most of the time.
    private static decimal MeasureOf(GroupCells group, UsageMeasure measure, RollupCell sums)
    {
        sums.Clear();
        group.AddSumsTo(sums);
        return measure switch
        {
            UsageMeasure.Cost => sums.PricedUsd ?? -1,
            UsageMeasure.Tokens => sums.TotalTokens ?? -1,
            _ => sums.Calls,
        };
    }
}
