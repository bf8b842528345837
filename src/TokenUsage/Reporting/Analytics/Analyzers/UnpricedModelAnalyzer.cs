using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Names the models that nobody knows the price of.</summary>
internal sealed class UnpricedModelAnalyzer : IUsageAnalyzer
{
    private const int MostEvidence = 10;

    public string Name => "unpriced models";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        IEnumerable<Recommendation> found =
            from record in period.Records
            where record.Cost.Status == CostStatus.Unpriced && record.Tokens.Total > 0
            group record by (record.Provider, Model: record.Model ?? record.RequestedModel ?? "unknown") into calls
            let tokens = (long)(calls.Sum(r => r.Tokens.Total ?? 0) * period.SampleFactor)
            select new Recommendation
            {
                Kind = RecommendationKind.UnpricedModels,
                Title = $"Give {calls.Key.Provider}'s {calls.Key.Model} a price",
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{calls.Count()} calls with {tokens:#,0} tokens are in no total of money, and no budget "
                    + $"counts them. Map the name to a known model, or set a price (UseFlatPrice, MapModel, "
                    + $"UsePrices), and re-price the past."),
                Tokens = tokens,
                Evidence = [.. calls.Take(MostEvidence).Select(r => r.Id)],
            };
        return new([.. found]);
    }
}
