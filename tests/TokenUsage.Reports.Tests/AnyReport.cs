namespace TokenUsage.Reports.Tests;

/// <summary>A report with something in every chapter.</summary>
internal static class AnyReport
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static UsageReport Of(string user = "alice", int days = 30) => new()
    {
        Id = "0123456789abcdef",
        Title = "March & April",
        Metadata = new Dictionary<string, string> { ["cost centre"] = "4711" },
        Period = new ReportPeriod
        {
            From = Start,
            To = Start.AddDays(days),
            TimeZone = "UTC",
            AsOf = Start.AddDays(days),
        },
        Summary = Totals(days, 1.5m * days),
        Previous = Totals(days, 1m * days),
        Interval = TimeInterval.Day,
        Series = [.. Enumerable.Range(0, days).Select(i => new UsagePoint
        {
            Start = Start.AddDays(i),
            Totals = Totals(1, 1.5m),
        })],
        Costs =
        [
            new CostBreakdown
            {
                Dimension = Dimension.User,
                Groups = [new UsageGroup { Key = [user], Totals = Totals(days, 1.5m * days) }],
            },
        ],
        Anomalies =
        [
            new UsageAnomaly
            {
                At = Start.AddHours(30),
                Measure = AnalyticsMeasure.Cost,
                Channel = "value",
                Message = "$9 where $1 was expected.",
            },
        ],
        Recommendations =
        [
            new Recommendation
            {
                Kind = RecommendationKind.PromptCaching,
                Title = "Cache prompts",
                Message = string.Join(' ', Enumerable.Repeat("Prompts begin alike.", 30)),
                SavingUsd = 0.0042m,
            },
        ],
    };

    private static UsageTotals Totals(long calls, decimal usd) => new()
    {
        Calls = calls,
        Attempts = calls,
        Succeeded = calls,
        Tokens = new TokenCounts { Input = 1000 * calls, Output = 10 * calls },
        PricedUsd = usd,
        Coverage = new Coverage { ReportedCalls = calls },
    };
}
