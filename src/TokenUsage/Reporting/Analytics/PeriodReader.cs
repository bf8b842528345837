using TokenUsage.Querying;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Reads the records of a period, evenly thinned where there are too many to hold.</summary>
internal sealed class PeriodReader(ITokenUsageStats stats, ICallRepricer prices, TimeProvider time)
{
    private const int Most = 200_000;

    public async ValueTask<AnalysisPeriod> ReadAsync(TimeRange range, CancellationToken cancellationToken)
    {
        ResolvedQuery resolved = QueryResolver.Resolve(new UsageQuery { Range = range }, time.GetUtcNow());
        var records = new List<UsageRecord>();
        int stride = 1;
        long read = 0;
        await foreach (UsageRecord record in stats
            .ReadAsync(new UsageQuery { Range = TimeRange.Between(resolved.From, resolved.To) }, cancellationToken)
            .ConfigureAwait(false))
        {
            if (read++ % stride == 0) records.Add(record);
            if (records.Count < Most) continue;

            // Every second one goes, and from here on only every second one comes.
            records = [.. records.Where((_, i) => i % 2 == 0)];
            stride *= 2;
        }

        return new AnalysisPeriod
        {
            From = resolved.From,
            To = resolved.To,
            Records = records,
            SampleFactor = records.Count == 0 ? 1 : (double)read / records.Count,
            Stats = stats,
            Prices = prices,
        };
    }
}
