using System.Globalization;
using TokenUsage.Analysis;

namespace TokenUsage.Reporting.Analytics.Analyzers;

/// <summary>Looks for sessions that send all of their past with every turn.</summary>
internal sealed class GrowingSessionAnalyzer : IUsageAnalyzer
{
    private const int LeastCalls = 10;
    private const double LeastCorrelation = 0.9;
    private const int LeastGrowth = 4;
    private const int MostEvidence = 10;

    public string Name => "growing sessions";

    public ValueTask<IReadOnlyList<Recommendation>> AnalyzeAsync(
        AnalysisPeriod period, CancellationToken cancellationToken)
    {
        UsageRecord[][] growing =
        [
            .. period.Records.Where(r => r.Dimensions.Session is not null && r.Tokens.Input > 0)
                .GroupBy(r => r.Dimensions.Session).Select(session => session.OrderBy(r => r.StartedAt).ToArray())
                .Where(IsGrowing),
        ];
        Replay[] replays = [.. growing.Select(session => Shortened(period, session))];
        decimal saving = replays.Sum(r => r.SavingUsd);
        if (saving <= 0) return new([]);

        return new(
        [
            new Recommendation
            {
                Kind = RecommendationKind.GrowingSessions,
                Title = $"Shorten the history that {growing.Length} sessions send with every turn",
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Their input grows from call to call, to more than four times what it was. Kept at the "
                    + $"session's own median, by a summary or a window over the last turns, the calls would have "
                    + $"cost {Replay.Money(saving)} less."),
                SavingUsd = saving,
                Tokens = replays.Sum(r => r.Tokens),
                Evidence =
                [
                    .. replays.OrderByDescending(r => r.SavingUsd).SelectMany(r => r.Evidence.Take(1))
                        .Take(MostEvidence),
                ],
            },
        ]);
    }

    private static bool IsGrowing(UsageRecord[] session)
    {
        if (session.Length < LeastCalls) return false;
        if (session[^1].Tokens.Input < LeastGrowth * session[0].Tokens.Input) return false;
        double[] inputs = [.. session.Select(r => (double)r.Tokens.Input!.Value)];
        double[] order = [.. Enumerable.Range(0, inputs.Length).Select(i => (double)i)];
        return Correlation.Spearman(order, inputs) >= LeastCorrelation;
    }

    private static Replay Shortened(AnalysisPeriod period, UsageRecord[] session)
    {
        long median = session.Select(r => r.Tokens.Input!.Value).Order().ElementAt(session.Length / 2);
        return Replay.Of(period, session, r => r.Tokens.Input <= median ? null : new CallChange
        {
            Tokens = r.Tokens with
            {
                Input = median,
                CachedInput = Share(r.Tokens.CachedInput, r, median),
                CacheWrite = Share(r.Tokens.CacheWrite, r, median),
            },
        });
    }

    private static long? Share(long? part, UsageRecord record, long median) =>
        part is { } known ? (long)((decimal)known * median / record.Tokens.Input!.Value) : null;
}
