using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Looks for a cheaper model among those that the same feature uses already, and as successfully.</summary>
/// <remarks>
/// Only models in use are proposed: a price list knows nothing of quality, but what serves a feature today can serve it.
/// </remarks>
internal sealed class CheaperModelAnalyzer : IUsageAnalyzer
{
    private const int LeastCalls = 20;
    private const double LessSuccess = 0.01;
    private const decimal LeastShare = 0.2m;

    public string Name => "cheaper model";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        var found = new List<Recommendation>();
        ILookup<(string?, string), IGrouping<CallGroup, UsageRecord>> kinds = period.Records
            .Where(r => r.Tokens.Total > 0).GroupBy(CallGroup.Of).Where(g => g.Count() >= LeastCalls)
            .ToLookup(g => (g.Key.Feature, g.Key.Operation));
        foreach (IGrouping<(string?, string), IGrouping<CallGroup, UsageRecord>> kind in kinds)
        {
            foreach (IGrouping<CallGroup, UsageRecord> used in kind)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Best(period, used, kind.Where(other => other != used)) is { } best) found.Add(best);
            }
        }

        return new(found);
    }

    private static Recommendation? Best(
        AnalysisPeriod period, IGrouping<CallGroup, UsageRecord> used,
        IEnumerable<IGrouping<CallGroup, UsageRecord>> others)
    {
        double success = SuccessRate(used);
        (CallGroup Model, Replay Replay) best = others
            .Where(other => SuccessRate(other) >= success - LessSuccess)
            .Select(other => (other.Key, Replay.Of(period, used, _ => new CallChange
            {
                Provider = other.Key.Provider,
                Model = other.Key.Model,
            })))
            .OrderByDescending(candidate => candidate.Item2.SavingUsd)
            .FirstOrDefault();
        decimal cost = used.Sum(r => period.Prices.PriceOf(r) ?? 0) * (decimal)period.SampleFactor;
        if (best.Replay.SavingUsd <= 0 || best.Replay.SavingUsd < cost * LeastShare) return null;

        return new Recommendation
        {
            Kind = RecommendationKind.CheaperModel,
            Title = $"Use {best.Model.Model} instead of {used.Key.Model} for {used.Key.Where}",
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"The same {used.Key.Where} already uses {best.Model.Model}, as successfully. All "
                + $"{used.Count()} calls of {used.Key.Model}, priced with the same tokens at {best.Model.Model}, "
                + $"would have cost {Replay.Money(best.Replay.SavingUsd)} less. Compare the answers before you "
                + $"switch."),
            SavingUsd = best.Replay.SavingUsd,
            Tokens = best.Replay.Tokens,
            Scope = used.Key.Scope,
            Evidence = best.Replay.Evidence,
        };
    }

    private static double SuccessRate(IEnumerable<UsageRecord> records) =>
        records.Average(r => r.Outcome == CallOutcome.Success ? 1.0 : 0.0);
}
