using Microsoft.Extensions.Logging;

namespace TokenUsage.Reporting.Analytics;

/// <summary>Asks every analyzer, and puts what they say in order of what it saves.</summary>
internal sealed class RecommendationReader(
    PeriodReader periods, IEnumerable<IUsageAnalyzer> analyzers, ILogger<RecommendationReader> logger)
{
    private const decimal HighShare = 0.10m;
    private const decimal MediumShare = 0.01m;

    public async ValueTask<IReadOnlyList<Recommendation>> ReadAsync(
        TimeRange range, CancellationToken cancellationToken)
    {
        AnalysisPeriod period = await periods.ReadAsync(range, cancellationToken).ConfigureAwait(false);
        var found = new List<Recommendation>();
        foreach (IUsageAnalyzer analyzer in analyzers)
        {
            try
            {
                found.AddRange(await analyzer.AnalyzeAsync(period, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.AnalyzerFailed(analyzer.Name, exception);
            }
        }

        decimal cost = period.Records.Sum(r => r.Cost.Usd ?? 0) * (decimal)period.SampleFactor;
        return
        [
            .. found.Select(r => r.Kind == RecommendationKind.Custom ? r : r with { Priority = PriorityOf(r, cost) })
                .OrderByDescending(r => r.SavingUsd ?? 0).ThenByDescending(r => r.Tokens),
        ];
    }

    private static Priority PriorityOf(Recommendation recommendation, decimal cost)
    {
        // A model without a price may cost anything: somebody has to look.
        if (recommendation.SavingUsd is not { } saving) return Priority.High;
        if (saving >= cost * HighShare) return Priority.High;
        return saving >= cost * MediumShare ? Priority.Medium : Priority.Low;
    }
}
