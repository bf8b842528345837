using System.Globalization;

namespace TokenUsage.Tests.Reporting.Dashboards;

/// <summary>A reading with something for every widget.</summary>
internal static class AnyReading
{
    public static DashboardReading Of(string user = "alice") => new()
    {
        At = DateTimeOffset.Parse("2026-03-10T15:00:00Z", CultureInfo.InvariantCulture),
        TimeZone = "UTC",
        Today = Totals(41.2m),
        UsualUsd = 50m,
        Month = new ForecastSum { Until = DateTimeOffset.MaxValue, Expected = 1_180, Lower = 1_090, Upper = 1_270 },
        Last = Totals(60m),
        Before = Totals(30m),
        Hours =
        [
            .. Enumerable.Range(0, 24).Select(hour => new UsagePoint
            {
                Start = DateTimeOffset.Parse("2026-03-09T15:00:00Z", CultureInfo.InvariantCulture).AddHours(hour),
                Totals = Totals(hour),
            }),
        ],
        Consumers = [new UsageGroup { Key = [user], Totals = Totals(60m) }],
        Quotas =
        [
            new QuotaStatus
            {
                Quota = new QuotaDefinition { Name = "month", Unit = QuotaUnit.Usd, Limit = 100 },
                Limit = 100,
                Used = 90,
            },
        ],
        Alerts =
        [
            new Alert
            {
                Id = Guid.Empty,
                Rule = "quota",
                Fingerprint = "f",
                Severity = AlertSeverity.Critical,
                Message = "The quota month is at 90 %.",
                RaisedAt = DateTimeOffset.Parse("2026-03-10T14:00:00Z", CultureInfo.InvariantCulture),
            },
        ],
    };

    private static UsageTotals Totals(decimal usd) => new()
    {
        Calls = 10,
        Attempts = 10,
        Succeeded = 9,
        Tokens = new TokenCounts { Input = 900, Output = 100 },
        PricedUsd = usd,
        Coverage = new Coverage { ReportedCalls = 9, EstimatedCalls = 1, EstimatedUsd = 0.5m },
    };
}
