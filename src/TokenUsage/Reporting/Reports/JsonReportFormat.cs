using System.Text.Json;

namespace TokenUsage.Reporting.Reports;

/// <summary>One JSON object with everything in it. What is unknown is <c>null</c>, never zero.</summary>
internal sealed class JsonReportFormat : IReportFormat
{
    public string Name => "json";

    public string MediaType => "application/json";

    public async ValueTask WriteAsync(UsageReport report, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            WriteHead(json, report);
            WriteUsage(json, report);
            ReportJson.WriteArray(json, "trends", report.Trends, ReportJson.Write);
            ReportJson.WriteArray(json, "quotas", report.Quotas, ReportJson.Write);
            ReportJson.WriteArray(json, "anomalies", report.Anomalies, ReportJson.Write);
            ReportJson.Write(json, report.Forecast);
            ReportJson.WriteArray(json, "recommendations", report.Recommendations, ReportJson.Write);
            json.WriteEndObject();
            await json.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteHead(Utf8JsonWriter json, UsageReport report)
    {
        json.WriteString("id", report.Id);
        json.WriteString("title", report.Title);
        json.WriteStartObject("metadata");
        foreach ((string name, string value) in report.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartObject("period");
        json.WriteString("from", report.Period.From);
        json.WriteString("to", report.Period.To);
        json.WriteString("time_zone", report.Period.TimeZone);
        json.WriteString("as_of", report.Period.AsOf);
        json.WriteNumber("pending", report.Period.Pending);
        if (report.Period.ExactFrom is { } exact) json.WriteString("exact_from", exact);
        else json.WriteNull("exact_from");
        json.WriteEndObject();
        ReportJson.WriteArray(json, "where", report.Where, ReportJson.Write);
    }

    private static void WriteUsage(Utf8JsonWriter json, UsageReport report)
    {
        json.WritePropertyName("summary");
        TotalsJson.Write(json, report.Summary);
        json.WritePropertyName("previous");
        TotalsJson.Write(json, report.Previous);
        json.WritePropertyName("coverage");
        ReportJson.Write(json, report.Coverage);
        json.WriteString("interval", report.Interval.Unit.ToString().ToLowerInvariant());
        ReportJson.WriteArray(json, "series", report.Series, ReportJson.Write);
        json.WriteStartObject("costs");
        foreach (CostBreakdown breakdown in report.Costs)
            ReportJson.WriteArray(json, breakdown.Dimension.Name, breakdown.Groups, ReportJson.Write);
        json.WriteEndObject();
        if (report.ChargeTo is not { } account) return;

        json.WriteString("charge_to", account.Name);
        ReportJson.WriteArray(json, "charges", report.Charges, ReportJson.Write);
    }
}
