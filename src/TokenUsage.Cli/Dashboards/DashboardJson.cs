using System.Text.Json;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Dashboards;

/// <summary>The overview in JSON.</summary>
internal static class DashboardJson
{
    public static void Write(Utf8JsonWriter json, DashboardReading reading)
    {
        json.WriteStartObject();
        json.WriteString("at", reading.At);
        json.WriteString("time_zone", reading.TimeZone);
        json.WritePropertyName("today");
        SummaryJson.Write(json, reading.Today);
        if (reading.UsualUsd is { } usual) json.WriteNumber("usual_usd", usual);
        else json.WriteNull("usual_usd");
        json.WritePropertyName("last_24_hours");
        SummaryJson.Write(json, reading.Last);
        json.WritePropertyName("before");
        SummaryJson.Write(json, reading.Before);
        ReportJson.WriteArray(json, "consumers", reading.Consumers, ReportJson.Write);
        ReportJson.WriteArray(json, "quotas", reading.Quotas, ReportJson.Write);
        ReportJson.WriteArray(json, "alerts", reading.Alerts, Write);
        json.WriteNumber("pending", reading.Pending);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        json.WriteString("id", alert.Id);
        json.WriteString("rule", alert.Rule);
        json.WriteString("severity", InsightJson.NameOf(alert.Severity));
        json.WriteString("message", alert.Message);
        json.WriteString("raised_at", alert.RaisedAt);
        json.WriteEndObject();
    }
}
