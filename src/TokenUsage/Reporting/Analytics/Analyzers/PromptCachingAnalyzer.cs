using System.Globalization;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Looks for large inputs that come again and again and are hardly ever cached.</summary>
internal sealed class PromptCachingAnalyzer : IUsageAnalyzer
{
    // The least prefix that providers cache.
    private const long LeastInput = 1024;
    private const int LeastCalls = 20;
    private const double LittleCached = 0.1;

    public string Name => "prompt caching";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        IEnumerable<Recommendation> found =
            from record in period.Records
            where record.Tokens.Input >= LeastInput && record.Source == UsageSource.Reported
            group record by CallGroup.Of(record) into calls
            where calls.Count() >= LeastCalls && CachedShare(calls) < LittleCached
            let advice = Advise(period, calls)
            where advice is not null
            select advice;
        return new([.. found]);
    }

    // What all calls could share is at most the smallest of their inputs; the first call has to write it.
    private static Recommendation? Advise(AnalysisPeriod period, IGrouping<CallGroup, UsageRecord> calls)
    {
        long shared = calls.Min(r => r.Tokens.Input ?? 0);
        Replay replay = Replay.Of(period, calls.Skip(1), r => new CallChange
        {
            Tokens = r.Tokens with
            {
                CachedInput = Math.Max(shared, r.Tokens.CachedInput ?? 0),
                CacheWrite = null,
                CacheWrite1h = null,
            },
        });
        if (replay.SavingUsd <= 0) return null;

        return new Recommendation
        {
            Kind = RecommendationKind.PromptCaching,
            Title = $"Let {calls.Key.Model} cache the beginning of the prompts of {calls.Key.Where}",
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{calls.Count()} calls had at least {shared:#,0} tokens of input, and {CachedShare(calls):P0} "
                + $"of it came from a cache. Put what does not change first (instructions, tools, documents) and "
                + $"mark it for caching where the provider asks for it. If those {shared:#,0} tokens had been "
                + $"shared by all, {Replay.Money(replay.SavingUsd)} would have been saved; less, if the calls "
                + $"have less in common."),
            SavingUsd = replay.SavingUsd,
            Tokens = replay.Tokens,
            Scope = calls.Key.Scope,
            Evidence = replay.Evidence,
        };
    }

    private static double CachedShare(IEnumerable<UsageRecord> calls)
    {
        double input = calls.Sum(r => (double)(r.Tokens.Input ?? 0));
        return input == 0 ? 0 : calls.Sum(r => (double)(r.Tokens.CachedInput ?? 0)) / input;
    }
}
