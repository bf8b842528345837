using TokenUsage.Querying;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Reads series of whole points: the one that is not over yet would look like a drop.</summary>
internal sealed class SeriesSource(ITokenUsageStats stats, TimeProvider time)
{
    private const int MostSeries = 1000;

    /// <summary>Reads the series of a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="earliest">Where to begin if that is before the query's range.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<IReadOnlyList<UsageSeries>> ReadAsync(
        AnalyticsQuery query, DateTimeOffset? earliest, CancellationToken cancellationToken)
    {
        DateTimeOffset[] edges = Edges(query, earliest);
        if (edges.Length < 2) return [];

        UsageSummary summary = await stats.QueryAsync(
            new UsageQuery
            {
                Range = TimeRange.Between(edges[0], edges[^1]),
                Interval = query.Interval,
                TimeZone = query.TimeZone,
                Where = query.Where,
                GroupBy = query.GroupBy is { } dimension ? [dimension] : [],
                Top = query.GroupBy is null ? null : query.Top,
            },
            cancellationToken).ConfigureAwait(false);
        return query.GroupBy is null
            ? [Collect(null, summary.Series, edges, query.Measure)]
            : [.. summary.Groups.Where(g => !g.IsOther).Select(g => Collect(
                g.Key[0], summary.Series.Where(p => !p.IsOther && p.Key[0] == g.Key[0]), edges, query.Measure))];
    }

    /// <summary>Gets the range of a query, its ends fixed.</summary>
    public ResolvedQuery Resolve(AnalyticsQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Interval != TimeInterval.Hour && query.Interval != TimeInterval.Day)
        {
            throw QueryResolver.Fault(
                nameof(query.Interval), $"{query.Interval.Count} {query.Interval.Unit}",
                "use TimeInterval.Hour or TimeInterval.Day");
        }

        if (!Enum.IsDefined(query.Measure))
            throw QueryResolver.Fault(nameof(query.Measure), query.Measure, "use one of AnalyticsMeasure");
        if (query.Top is < 1 or > MostSeries)
            throw QueryResolver.Fault(nameof(query.Top), query.Top, "use 1 to 1,000");
        return QueryResolver.Resolve(
            new UsageQuery { Range = query.Range, Interval = query.Interval, TimeZone = query.TimeZone },
            time.GetUtcNow());
    }

    private DateTimeOffset[] Edges(AnalyticsQuery query, DateTimeOffset? earliest)
    {
        ResolvedQuery resolved = Resolve(query);
        DateTimeOffset from = earliest < resolved.From ? earliest.Value : resolved.From;
        return [.. new TimeGrid(resolved.Zone, query.Interval).Cut(from, resolved.To).Where(e => e <= resolved.To)];
    }

    private static UsageSeries Collect(
        string? key, IEnumerable<UsagePoint> points, DateTimeOffset[] edges, AnalyticsMeasure measure)
    {
        var values = new double[edges.Length - 1];
        Array.Fill(values, measure.Nothing());
        int at = 0;
        foreach (UsagePoint point in points)
        {
            while (at < values.Length - 1 && edges[at + 1] <= point.Start) at++;
            values[at] = measure.ValueOf(point.Totals);
        }

        return new UsageSeries(key, edges[..^1], values);
    }
}
