using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Looks for calls that the application itself calls unimportant and that pay the price of an answer at once.</summary>
internal sealed class BatchTierAnalyzer : IUsageAnalyzer
{
    private const string Batch = "batch";

    public string Name => "batch tier";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        IEnumerable<Recommendation> found =
            from record in period.Records
            where record.Priority == Priority.Low && record.TimeToFirstToken is null
                && record.ServiceTier is null or "default"
            group record by CallGroup.Of(record) into calls
            let replay = Replay.Of(period, calls, _ => new CallChange { ServiceTier = Batch })
            where replay.SavingUsd > 0
            select new Recommendation
            {
                Kind = RecommendationKind.BatchTier,
                Title = $"Send the calls of low priority of {calls.Key.Where} to the batch tier of {calls.Key.Model}",
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{calls.Count()} calls of low priority were answered at once. At the batch price they "
                    + $"would have cost {Replay.Money(replay.SavingUsd)} less; their answers may then take up to "
                    + $"a day."),
                SavingUsd = replay.SavingUsd,
                Tokens = replay.Tokens,
                Scope = calls.Key.Scope,
                Evidence = replay.Evidence,
            };
        return new([.. found]);
    }
}
