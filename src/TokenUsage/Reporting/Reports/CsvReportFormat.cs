using System.Globalization;
using System.Text;

namespace TokenUsage.Reporting.Reports;

/// <summary>One table with a row for each fact; the column <c>section</c> says which.</summary>
/// <remarks>One table rather than one a section: that is what spreadsheets filter and programs read.</remarks>
internal sealed class CsvReportFormat : IReportFormat
{
    private const string Columns =
        "section,name,key,start,calls,attempts,failed,refused,input,cached_input,cache_write,output,reasoning,usd,"
        + "estimated_usd,unpriced_calls,unpriced_tokens,value,low,high,text";

    public string Name => "csv";

    public string MediaType => "text/csv";

    public async ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);

        var text = new StringBuilder(Columns).Append("\r\n");
        foreach (CsvReportRow row in RowsOf(report)) row.AppendTo(text);
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<CsvReportRow> RowsOf(UsageReport report)
    {
        yield return new CsvReportRow("report") { Key = report.Id, Text = report.Title, Start = report.Period.From };
        foreach ((string name, string value) in report.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            yield return new CsvReportRow("metadata", name) { Text = value };
        yield return new CsvReportRow("summary") { Start = report.Period.From, Totals = report.Summary };
        yield return new CsvReportRow("previous") { Totals = report.Previous };
        foreach (UsagePoint point in report.Series)
        {
            yield return new CsvReportRow("series", InsightJson.NameOf(report.Interval.Unit))
            {
                Start = point.Start,
                Totals = point.Totals,
            };
        }

        foreach (CostBreakdown cost in report.Costs)
        {
            foreach (UsageGroup group in cost.Groups)
            {
                yield return new CsvReportRow("cost", cost.Dimension.Name)
                {
                    Key = group.IsOther ? "(other)" : group.Key[0] ?? "(none)",
                    Totals = group.Totals,
                };
            }
        }

        foreach (CsvReportRow row in InsightsOf(report)) yield return row;
    }

    private static IEnumerable<CsvReportRow> InsightsOf(UsageReport report)
    {
        foreach (QuotaStatus quota in report.Quotas)
        {
            yield return new CsvReportRow("quota", quota.Quota.Name)
            {
                Key = InsightJson.NameOf(quota.Quota.Unit),
                Value = Number(quota.Used),
                High = Number(quota.Limit),
            };
        }

        foreach (UsageTrend trend in report.Trends)
        {
            yield return new CsvReportRow("trend", InsightJson.NameOf(trend.Measure))
            {
                Key = InsightJson.NameOf(trend.Direction),
                Value = Number(trend.SlopePerDay),
                Text = trend.Explanation,
            };
        }

        foreach (UsageAnomaly anomaly in report.Anomalies)
        {
            yield return new CsvReportRow("anomaly", InsightJson.NameOf(anomaly.Measure))
            {
                Key = anomaly.Channel,
                Start = anomaly.At,
                Value = Number(anomaly.Observed),
                Low = Number(anomaly.Low),
                High = Number(anomaly.High),
                Text = anomaly.Message,
            };
        }

        foreach (ForecastPoint point in report.Forecast?.Points ?? [])
        {
            yield return new CsvReportRow("forecast", "cost")
            {
                Key = report.Forecast!.Method,
                Start = point.Start,
                Value = Number(point.Expected),
                Low = Number(point.Lower),
                High = Number(point.Upper),
            };
        }

        foreach (Recommendation advice in report.Recommendations)
        {
            yield return new CsvReportRow("recommendation", InsightJson.NameOf(advice.Kind))
            {
                Key = InsightJson.NameOf(advice.Priority),
                Value = advice.SavingUsd is { } saving ? Number(saving) : null,
                Text = advice.Message,
            };
        }
    }

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Number(double number) =>
        double.IsFinite(number) ? Math.Round(number, 10).ToString("0.##########", CultureInfo.InvariantCulture) : null;
}
