using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Looks for the few outputs that run far beyond all others of their kind.</summary>
internal sealed class OutputCapAnalyzer : IUsageAnalyzer
{
    private const int LeastCalls = 50;
    private const double UsualShare = 0.95;
    private const int Allowance = 2;

    public string Name => "output cap";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        IEnumerable<Recommendation> found =
            from record in period.Records
            where record.Tokens.Output > 0
            group record by CallGroup.Of(record) into calls
            where calls.Count() >= LeastCalls
            let cap = Allowance * Usual(calls)
            let replay = Replay.Of(period, calls, r => Cap(r, cap))
            where replay.SavingUsd > 0
            select new Recommendation
            {
                Kind = RecommendationKind.OutputCap,
                Title = $"Cap the output of {calls.Key.Model} for {calls.Key.Where} at {cap} tokens",
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"95 of 100 calls wrote at most {cap / Allowance:#,0} tokens, some wrote more than twice "
                    + $"that. A cap of {cap:#,0} would have saved {Replay.Money(replay.SavingUsd)}."),
                SavingUsd = replay.SavingUsd,
                Tokens = replay.Tokens,
                Scope = calls.Key.Scope,
                Evidence = replay.Evidence,
            };
        return new([.. found]);
    }

    private static CallChange? Cap(UsageRecord record, long cap) => record.Tokens.Output <= cap ? null : new CallChange
    {
        Tokens = record.Tokens with
        {
            Output = cap,
            Reasoning = record.Tokens.Reasoning is { } reasoning ? Math.Min(reasoning, cap) : null,
        },
    };

    private static long Usual(IEnumerable<UsageRecord> calls)
    {
        long[] sorted = [.. calls.Select(r => r.Tokens.Output ?? 0).Order()];
        return sorted[(int)(UsualShare * (sorted.Length - 1))];
    }
}
