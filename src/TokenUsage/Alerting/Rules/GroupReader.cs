namespace TokenUsage.Alerting.Rules;

/// <summary>Reads the totals that a rule is about: of all calls, or of each value of its dimension.</summary>
internal static class GroupReader
{
    private const int MostSubjects = 100;

    public static async ValueTask<IReadOnlyList<(string? Key, UsageTotals Totals)>> ReadAsync(
        this ITokenUsageStats stats, AlertRule rule, DateTimeOffset from, DateTimeOffset to,
        UsageMeasure topBy, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            Range = TimeRange.Between(from, to),
            GroupBy = rule.Per is { } dimension ? [dimension] : [],
            Where = rule.Where,
            Top = rule.Per is null ? null : MostSubjects,
            TopBy = topBy,
            TimeZone = rule.TimeZone,
        };
        UsageSummary summary = await stats.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return rule.Per is null
            ? [(null, summary.Totals)]
            : [.. summary.Groups.Where(group => !group.IsOther).Select(group => (group.Key[0], group.Totals))];
    }
}
