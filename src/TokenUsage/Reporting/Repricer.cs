using TokenUsage.Pricing;
using TokenUsage.Storage;

namespace TokenUsage.Reporting;

/// <summary>Works out again what stored records cost, by chosen prices, and corrects the store if asked to.</summary>
/// <remarks>
/// Only what the monitor priced itself is priced again. Costs that the provider or the application stated, folded records
/// (several requests have no tier) and costs under an agreement that is not known here stay, and are counted as kept.
/// </remarks>
internal sealed class Repricer(IUsageStore store, CallPricer pricer, PriceBook book, bool knowsAgreements)
{
    private const int PageSize = 500;

    /// <summary>Goes through the records that started in a range.</summary>
    /// <remarks><c>actor</c>: who corrects; <see langword="null"/> is a dry run, which changes nothing.</remarks>
    public async Task<RepriceReport> RunAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        ChangeActor? actor,
        Action<CostCorrection>? changed,
        CancellationToken cancellationToken)
    {
        var report = new RepriceReport { Version = book.Version };
        RecordPosition? after = null;
        while (true)
        {
            var read = new RecordRead { From = from, To = to, After = after, Limit = PageSize };
            var corrections = new List<CostCorrection>();
            int records = 0;
            await foreach (UsageRecord record in store.ReadRecordsAsync(read, cancellationToken).ConfigureAwait(false))
            {
                records++;
                after = RecordPosition.Of(record);
                if (Reprice(record, report) is { } correction) corrections.Add(correction);
            }

            if (actor is not null && corrections.Count > 0)
                await CorrectAsync(actor, corrections, report, cancellationToken).ConfigureAwait(false);
            if (changed is not null) corrections.ForEach(changed);
            if (records < PageSize) return report;
        }
    }

    private CostCorrection? Reprice(UsageRecord record, RepriceReport report)
    {
        RepricedModel line = report.LineOf(record.Provider, record.Model ?? record.RequestedModel ?? "");
        Cost cost = IsOurs(record) ? PriceOf(record) : record.Cost;
        if (ReferenceEquals(cost, record.Cost)) line.Kept++;
        line.Add(record.Cost, cost);
        if (CostsTheSame(cost, record.Cost)) return null;

        line.Changed++;
        return new CostCorrection { Id = record.Id, Before = record.Cost, After = cost };
    }

    private bool IsOurs(UsageRecord record)
    {
        Cost cost = record.Cost;
        bool isStated = cost.Status == CostStatus.ProviderReported
            || (cost.PriceVersion is null && cost.Usd is not null);
        bool isAgreed = cost.Usd != cost.ListUsd || cost.BilledUsd != cost.Usd;
        return record.Weight == 1 && record.Outcome != CallOutcome.Refused && !isStated
            && (knowsAgreements || !isAgreed);
    }

    private Cost PriceOf(UsageRecord record) => pricer.PriceBy(book, new PricedUsage
    {
        Provider = record.Provider,
        Model = record.Model,
        RequestedModel = record.RequestedModel,
        At = record.StartedAt,
        ServiceTier = record.ServiceTier,
        Tokens = record.Tokens,
        Meters = record.Meters,
        Source = record.Source,
        Dimensions = record.Dimensions,
        Facts = [.. record.Metadata],
    }).ToCost();

    // Another list that asks the same is no change: the record keeps the version by which it was first priced.
    private static bool CostsTheSame(Cost left, Cost right) =>
        left.Status == right.Status && left.Usd == right.Usd && left.InputUsd == right.InputUsd
        && left.OutputUsd == right.OutputUsd && left.ListUsd == right.ListUsd && left.BilledUsd == right.BilledUsd;

    private async Task CorrectAsync(
        ChangeActor actor, List<CostCorrection> corrections, RepriceReport report, CancellationToken cancellationToken)
    {
        if (store is not ICostCorrector corrector)
        {
            throw new NotSupportedException(
                $"{store.GetType().Name} cannot rewrite costs. Choose a store that implements "
                + $"{nameof(ICostCorrector)}, or make a dry run.");
        }

        CostCorrectionResult result = await corrector.CorrectCostsAsync(
            new CostCorrections { Actor = actor, Reason = $"repriced by {book.Version}", Items = corrections },
            cancellationToken).ConfigureAwait(false);
        report.Corrected += result.Corrected.Count;
        report.Conflicting += result.Conflicting.Count;
    }
}
