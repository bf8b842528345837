using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Adds up attempts that were paid for, failed, and were then repeated.</summary>
internal sealed class WastedRetryAnalyzer : IUsageAnalyzer
{
    private const int MostEvidence = 10;

    public string Name => "wasted retries";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        UsageRecord[] wasted =
        [
            .. period.Records.Where(r => r.OperationId != Guid.Empty).GroupBy(r => r.OperationId)
                .SelectMany(attempts => attempts.Where(r =>
                    r.Outcome is CallOutcome.Failed or CallOutcome.Interrupted && r.Cost.Usd > 0
                    && attempts.Any(later => later.Attempt > r.Attempt)))
                .OrderByDescending(r => r.Cost.Usd),
        ];
        if (wasted.Length == 0) return new([]);

        decimal saving = wasted.Sum(r => r.Cost.Usd ?? 0) * (decimal)period.SampleFactor;
        return new(
        [
            new Recommendation
            {
                Kind = RecommendationKind.WastedRetries,
                Title = "Stop paying for attempts that are thrown away",
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{wasted.Length} attempts were broken off or failed after the provider had begun to bill, "
                    + $"and were made again: {Replay.Money(saving)}. Give slow answers a longer timeout, and "
                    + $"stream them."),
                SavingUsd = saving,
                Tokens = wasted.Sum(r => r.Tokens.Total ?? 0),
                Evidence = [.. wasted.Take(MostEvidence).Select(r => r.Id)],
            },
        ]);
    }
}
