namespace TokenUsage.Analysis;

/// <summary>
/// Explains the difference of two tables of costs by volume, mix, tokens per call and price, group by group, without
/// remainder.
/// </summary>
/// <remarks>
/// Logarithmic mean Divisia index (Ang, "The LMDI approach to decomposition analysis: a practical guide", 2005): a
/// factor that went from a
/// to b explains L(C₁, C₀)·ln(b ÷ a) of the change from C₀ to C₁, with L(x, y) = (x − y) ÷ ln(x ÷ y). Volume is taken
/// at the group, tokens
/// per call and price at each part that both tables have; what is left of a group's change is what moving between its
/// parts has done.
/// </remarks>
internal static class ChangeDecomposition
{
    /// <summary>
    /// The drivers of the change, largest first, whatever the sign; they add up to the difference of the totals
    /// exactly.
    /// </summary>
    public static IReadOnlyList<ChangeDriver> Explain(IEnumerable<CostCell> before, IEnumerable<CostCell> after)
    {
        Dictionary<(string Group, string Part), CostCell> earlier = Sum(before);
        Dictionary<(string Group, string Part), CostCell> later = Sum(after);
        var drivers = new List<ChangeDriver>();
        foreach (IGrouping<string, (string Group, string Part)> group in
            earlier.Keys.Union(later.Keys).GroupBy(k => k.Group, StringComparer.Ordinal))
        {
            drivers.AddRange(ExplainGroup(group.Key,
                [.. group.Select(key => (earlier.GetValueOrDefault(key), later.GetValueOrDefault(key)))]));
        }

        return
        [
            .. drivers.Where(d => d.Amount != 0)
                .OrderByDescending(d => Math.Abs(d.Amount))
                .ThenBy(d => d.Group, StringComparer.Ordinal)
                .ThenBy(d => d.Factor),
        ];
    }

    private static IEnumerable<ChangeDriver> ExplainGroup(string group, (CostCell Before, CostCell After)[] parts)
    {
        decimal costBefore = parts.Sum(p => p.Before.Cost);
        decimal costAfter = parts.Sum(p => p.After.Cost);
        decimal total = costAfter - costBefore;
        double callsBefore = parts.Sum(p => (double)p.Before.Calls);
        double callsAfter = parts.Sum(p => (double)p.After.Calls);
        if (callsBefore == 0 || callsAfter == 0) return [new ChangeDriver(ChangeFactor.Volume, group, total)];

        decimal volume = Share(costBefore, costAfter, callsBefore, callsAfter);
        decimal size = parts.Sum(p => Size(p.Before, p.After));
        decimal price = parts.Sum(p => Price(p.Before, p.After));
        return
        [
            new ChangeDriver(ChangeFactor.Volume, group, volume),
            new ChangeDriver(ChangeFactor.TokensPerCall, group, size),
            new ChangeDriver(ChangeFactor.Price, group, price),
            new ChangeDriver(ChangeFactor.Mix, group, total - volume - size - price),
        ];
    }

    private static decimal Size(in CostCell before, in CostCell after) => before.Calls == 0 || after.Calls == 0
        ? 0
        : Share(before.Cost, after.Cost, (double)before.Tokens / before.Calls, (double)after.Tokens / after.Calls);

    private static decimal Price(in CostCell before, in CostCell after)
    {
        if (before.Tokens == 0 || after.Tokens == 0) return 0;

        // What was free has no logarithm: all of the change is the price.
        if (before.Cost == 0 || after.Cost == 0) return after.Cost - before.Cost;

        return Share(before.Cost, after.Cost, (double)before.Cost / before.Tokens, (double)after.Cost / after.Tokens);
    }

    /// <summary>
    /// The part of a change of cost that a factor's change explains; 0 where either cost or either factor is.
    /// </summary>
    private static decimal Share(decimal costBefore, decimal costAfter, double before, double after)
    {
        if (costBefore <= 0 || costAfter <= 0 || before <= 0 || after <= 0 || before.Equals(after)) return 0;

        double growth = Math.Log((double)costAfter / (double)costBefore);
        double factor = Math.Log(after / before);

        // The factor alone explains all: no rounding through logarithms.
        if (Math.Abs(factor - growth) < 1e-12) return costAfter - costBefore;

        double mean = Math.Abs(growth) < 1e-12 ? (double)costBefore : (double)(costAfter - costBefore) / growth;
        return (decimal)(mean * factor);
    }

    private static Dictionary<(string Group, string Part), CostCell> Sum(IEnumerable<CostCell> cells)
    {
        var sums = new Dictionary<(string, string), CostCell>();
        foreach (CostCell cell in cells)
        {
            CostCell sum = sums.GetValueOrDefault((cell.Group, cell.Part));
            sums[(cell.Group, cell.Part)] = cell with
            {
                Calls = sum.Calls + cell.Calls,
                Tokens = sum.Tokens + cell.Tokens,
                Cost = sum.Cost + cell.Cost,
            };
        }

        return sums;
    }
}
