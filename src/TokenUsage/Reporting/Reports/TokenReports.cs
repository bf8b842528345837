using TokenUsage.Querying;

namespace TokenUsage.Reporting.Reports;

/// <summary>Reads reports through the read door, and hands them to their formats.</summary>
internal sealed class TokenReports(
    ITokenUsageStats stats,
    ITokenAnalytics analytics,
    ITokenQuotas quotas,
    IEnumerable<IReportFormat> formats,
    TimeProvider time) : ITokenReports
{
    private const int MostRows = 1000;

    // Of two with one name the last is taken, as the container does with services.
    private readonly IReportFormat[] _formats =
    [
        .. formats.Reverse().DistinctBy(format => format.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(format => format.Name, StringComparer.Ordinal),
    ];

    public IReadOnlyList<IReportFormat> Formats => _formats;

    public async ValueTask<UsageReport> CreateAsync(
        ReportRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Top is < 1 or > MostRows)
            throw QueryResolver.Fault(nameof(request.Top), request.Top, "use 1 to 1,000");

        DateTimeOffset now = time.GetUtcNow();
        ResolvedQuery resolved = QueryResolver.Resolve(
            new UsageQuery { Range = request.Range, TimeZone = request.TimeZone, Where = request.Where }, now);
        var reading = new ReportReading(request, resolved, stats, analytics);
        UsageSummary summary = await reading.ReadSummaryAsync(cancellationToken).ConfigureAwait(false);
        return new UsageReport
        {
            Id = ReportId.Of(request, resolved, summary.Totals),
            Title = request.Title,
            Metadata = request.Metadata,
            Period = PeriodOf(request, resolved, summary, now),
            Where = request.Where,
            Summary = summary.Totals,
            Previous = await reading.ReadPreviousAsync(cancellationToken).ConfigureAwait(false),
            Interval = reading.Interval,
            Series = summary.Series,
            Trends = await reading.ReadTrendsAsync(cancellationToken).ConfigureAwait(false),
            Costs = await reading.ReadCostsAsync(cancellationToken).ConfigureAwait(false),
            ChargeTo = request.ChargeTo,
            Charges = await reading.ReadChargesAsync(cancellationToken).ConfigureAwait(false),
            Quotas = await quotas.GetStatusAsync(request.QuotasOf, cancellationToken).ConfigureAwait(false),
            Anomalies = await reading.ReadAnomaliesAsync(cancellationToken).ConfigureAwait(false),
            Forecast = await reading.ReadForecastAsync(cancellationToken).ConfigureAwait(false),
            Recommendations = await reading.ReadRecommendationsAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public ValueTask WriteAsync(
        UsageReport report, string format, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);

        IReportFormat chosen =
            Array.Find(_formats, f => string.Equals(f.Name, format, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"No report format is called '{format}'. Use one of {string.Join(", ", _formats.Select(f => f.Name))}; "
                + "html and pdf come with UseReports() of TokenUsage.Reports.",
                nameof(format));
        return chosen.WriteAsync(report, output, cancellationToken);
    }

    // A period that is over is complete at its end, whenever it is read: so its report stays the same.
    private static ReportPeriod PeriodOf(
        ReportRequest request, ResolvedQuery resolved, UsageSummary summary, DateTimeOffset now) =>
        new()
        {
            From = resolved.From,
            To = resolved.To,
            TimeZone = request.TimeZone,
            AsOf = now < resolved.To ? now : resolved.To,
            Pending = summary.Pending,
            ExactFrom = summary.ExactFrom,
        };
}
