using TokenUsage;

namespace CustomAnalytics;

// snippet: analyzer
/// <summary>Finds features whose answers are much longer than their questions.</summary>
internal sealed class ShoutingAnalyzer : IUsageAnalyzer
{
    private const long Ratio = 4;

    public string Name => "shouting";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        IEnumerable<Recommendation> found =
            from record in period.Records
            group record by record.Dimensions.Feature into feature
            let input = feature.Sum(record => record.Tokens.Input ?? 0)
            let output = feature.Sum(record => record.Tokens.Output ?? 0)
            where output > Ratio * input
            select new Recommendation
            {
                Kind = RecommendationKind.Custom,
                Title = $"'{feature.Key}' talks a lot",
                Message = $"It was asked in {input} tokens and answered in {output}.",
                Tokens = output,
                Evidence = [.. feature.Take(3).Select(record => record.Id)],
            };
        return ValueTask.FromResult<IReadOnlyList<Recommendation>>([.. found]);
    }
}
// end-snippet
