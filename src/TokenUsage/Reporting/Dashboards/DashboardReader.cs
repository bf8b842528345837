namespace TokenUsage.Reporting.Dashboards;

/// <summary>Asks the read door for what the dashboard shows.</summary>
internal sealed class DashboardReader(
    ITokenUsageStats stats, ITokenAnalytics analytics, ITokenQuotas quotas, ITokenAlerts alerts, TimeProvider time,
    TimeZoneInfo zone)
{
    private const int Weeks = 4;
    private const int MostConsumers = 12;
    private const int HistoryDays = 91;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan SlowInterval = TimeSpan.FromMinutes(1);

    private readonly CallTail _tail = new(stats);
    private DateTimeOffset _readSlow = DateTimeOffset.MinValue;
    private decimal? _usual;
    private ForecastSum? _month;

    public async ValueTask<DashboardReading> ReadAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone);
        DateTimeOffset midnight = MidnightOf(now);
        if (now - _readSlow >= SlowInterval)
        {
            _usual = await ReadUsualAsync(now, midnight, cancellationToken).ConfigureAwait(false);
            _month = await ReadMonthAsync(now, cancellationToken).ConfigureAwait(false);
            _readSlow = now;
        }

        UsageSummary last = await stats.QueryAsync(
            new UsageQuery
            {
                Range = TimeRange.Between(now - Day, now),
                TimeZone = zone.Id,
                Interval = TimeInterval.Hour,
            },
            cancellationToken).ConfigureAwait(false);
        UsageSummary users = await stats.QueryAsync(
            new UsageQuery
            {
                Range = TimeRange.Between(now - Day, now),
                GroupBy = [Dimension.User],
                Top = MostConsumers,
            },
            cancellationToken).ConfigureAwait(false);
        return new DashboardReading
        {
            At = now,
            TimeZone = zone.Id,
            Today = await TotalsAsync(midnight, now, cancellationToken).ConfigureAwait(false),
            UsualUsd = _usual,
            Month = _month,
            Last = last.Totals,
            Before = await TotalsAsync(now - (2 * Day), now - Day, cancellationToken).ConfigureAwait(false),
            Hours = last.Series,
            Consumers = users.Groups,
            Quotas = await quotas.GetStatusAsync(UsageDimensions.None, cancellationToken).ConfigureAwait(false),
            Alerts = await alerts.GetActiveAsync(cancellationToken).ConfigureAwait(false),
            Tail = await _tail.ReadAsync(now, cancellationToken).ConfigureAwait(false),
            Pending = last.Pending,
        };
    }

    private DateTimeOffset MidnightOf(DateTimeOffset now)
    {
        DateTime date = now.Date;
        return new DateTimeOffset(date, zone.GetUtcOffset(date));
    }

    private async ValueTask<UsageTotals> TotalsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // At midnight itself a day is empty, and a range must not be.
        var range = TimeRange.Between(from, to > from ? to : from + TimeSpan.FromMilliseconds(1));
        return (await stats.QueryAsync(new UsageQuery { Range = range }, cancellationToken).ConfigureAwait(false))
            .Totals;
    }

    private async ValueTask<decimal?> ReadUsualAsync(
        DateTimeOffset now, DateTimeOffset midnight, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            Range = TimeRange.Between(midnight - (Weeks * 7 * Day), midnight),
            TimeZone = zone.Id,
            Interval = TimeInterval.Hour,
        };
        UsageSummary summary = await stats.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        decimal[] days =
        [
            .. summary.Series
                .Select(point => (Start: TimeZoneInfo.ConvertTime(point.Start, zone), point.Totals.PricedUsd))
                .Where(point => point.PricedUsd is not null && point.Start.DayOfWeek == now.DayOfWeek
                    && point.Start.TimeOfDay < now.TimeOfDay)
                .GroupBy(point => point.Start.Date)
                .Select(day => day.Sum(point => point.PricedUsd ?? 0)),
        ];
        return days.Length == 0 ? null : days.Sum() / days.Length;
    }

    private async ValueTask<ForecastSum?> ReadMonthAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var query = new ForecastQuery
        {
            Series = new AnalyticsQuery
            {
                Range = TimeRange.Between(now - (HistoryDays * Day), now),
                Interval = TimeInterval.Day,
                TimeZone = zone.Id,
            },
            Horizon = DateTime.DaysInMonth(now.Year, now.Month),
        };
        IReadOnlyList<UsageForecast> forecasts =
            await analytics.ForecastAsync(query, cancellationToken).ConfigureAwait(false);
        return forecasts.FirstOrDefault(forecast => forecast.Method != "none")?.Month;
    }
}
