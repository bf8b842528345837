namespace TokenUsage.Cli.Bills;

/// <summary>Lays a bill beside the records of the same provider and days.</summary>
internal sealed class BillComparison(ITokenUsageStats stats)
{
    /// <summary>Compares each item of the bill, and shows what was recorded for models that it does not name.</summary>
    public async Task<IReadOnlyList<BillRow>> CompareAsync(
        Bill bill, string provider, IReadOnlyList<UsageFilter> where, CancellationToken cancellationToken)
    {
        // Whole days of the bill: those between two that it names are days on which it says that nothing was used.
        DateOnly first = bill.Items[0].Day;
        DateOnly last = bill.Items[^1].Day;
        UsageFilter[] filters = [.. where, UsageFilter.In(Dimension.Provider, provider)];
        var recorded = new Dictionary<(DateOnly, string?), UsageTotals>();
        foreach (Dimension[] grouping in (Dimension[][])[[], [Dimension.Model]])
        {
            UsageSummary summary = await stats.QueryAsync(
                new UsageQuery
                {
                    Range = TimeRange.Between(StartOf(first), StartOf(last.AddDays(1))),
                    Interval = TimeInterval.Day,
                    GroupBy = grouping,
                    Where = filters,
                },
                cancellationToken).ConfigureAwait(false);
            foreach (UsagePoint point in summary.Series)
            {
                string? model = grouping.Length == 0 ? null : point.Key[0] ?? "(no model)";
                recorded[(DateOnly.FromDateTime(point.Start.UtcDateTime), model)] = point.Totals;
            }
        }

        return [.. RowsOf(bill, recorded)];
    }

    private static IEnumerable<BillRow> RowsOf(
        Bill bill, Dictionary<(DateOnly Day, string? Model), UsageTotals> recorded)
    {
        var named = new HashSet<(DateOnly, string?)>();
        foreach (BillItem item in bill.Items)
        {
            named.Add((item.Day, item.Model));
            yield return new BillRow(item, recorded.GetValueOrDefault((item.Day, item.Model)));
        }

        // Where the bill tells models apart, one that it does not name is one of which it has nothing.
        if (bill.Items.All(item => item.Model is null)) yield break;

        IEnumerable<KeyValuePair<(DateOnly Day, string? Model), UsageTotals>> unbilled = recorded
            .Where(entry => entry.Key.Model is not null && !named.Contains(entry.Key))
            .Where(entry => entry.Value.Succeeded + entry.Value.Interrupted > 0)
            .OrderBy(entry => entry.Key.Day).ThenBy(entry => entry.Key.Model, StringComparer.Ordinal);
        foreach (((DateOnly day, string? model), UsageTotals totals) in unbilled)
            yield return new BillRow(new BillItem(day, model) { Input = 0, Output = 0 }, totals);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
