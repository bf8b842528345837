using System.Globalization;
using TokenUsage.Analysis;
using TokenUsage.Querying;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Compares two periods group by group and model by model.</summary>
internal sealed class ChangeReader(ITokenUsageStats stats, TimeProvider time)
{
    private const string NoValue = "(none)";

    public async ValueTask<ChangeExplanation> ReadAsync(ChangeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.By == Dimension.Model)
        {
            throw QueryResolver.Fault(
                nameof(query.By), query.By, "use another dimension: models are told apart inside each group anyway");
        }

        ResolvedQuery now = QueryResolver.Resolve(new UsageQuery { Range = query.Range }, time.GetUtcNow());
        TimeRange before = query.Before ?? TimeRange.Between(now.From - (now.To - now.From), now.From);
        UsageSummary earlier = await CellsAsync(query, before, cancellationToken).ConfigureAwait(false);
        UsageSummary later = await CellsAsync(query, TimeRange.Between(now.From, now.To), cancellationToken)
            .ConfigureAwait(false);
        return new ChangeExplanation
        {
            BeforeUsd = earlier.Totals.PricedUsd ?? 0,
            AfterUsd = later.Totals.PricedUsd ?? 0,
            Drivers = [.. ChangeDecomposition.Explain(Cells(earlier), Cells(later)).Select(Describe)],
            UnpricedTokens = earlier.Totals.Coverage.UnpricedTokens + later.Totals.Coverage.UnpricedTokens,
        };
    }

    private ValueTask<UsageSummary> CellsAsync(
        ChangeQuery query, TimeRange range, CancellationToken cancellationToken) =>
        stats.QueryAsync(
            new UsageQuery { Range = range, GroupBy = [query.By, Dimension.Model], Where = query.Where },
            cancellationToken);

    private static IEnumerable<CostCell> Cells(UsageSummary summary) => summary.Groups.Select(group => new CostCell(
        group.Key[0] ?? NoValue,
        group.Key[1] ?? NoValue,
        group.Totals.Attempts,
        group.Totals.Tokens.Total ?? 0,
        group.Totals.PricedUsd ?? 0));

    private static CostDriver Describe(ChangeDriver driver)
    {
        bool isMore = driver.Amount > 0;
        (CostDriverKind kind, string reason) = driver.Factor switch
        {
            ChangeFactor.Volume => (CostDriverKind.Volume, isMore ? "more calls" : "fewer calls"),
            ChangeFactor.Mix =>
                (CostDriverKind.ModelMix, isMore ? "calls moved to dearer models" : "calls moved to cheaper models"),
            ChangeFactor.TokensPerCall =>
                (CostDriverKind.TokensPerCall, isMore ? "more tokens a call" : "fewer tokens a call"),
            _ => (CostDriverKind.Price, isMore ? "a token costs more" : "a token costs less"),
        };
        return new CostDriver
        {
            Kind = kind,
            Key = driver.Group == NoValue ? null : driver.Group,
            Usd = driver.Amount,
            Message = string.Create(
                CultureInfo.InvariantCulture, $"{driver.Group}: {reason}, {driver.Amount:+$#,0.00##;-$#,0.00##}"),
        };
    }
}
