using System.Text.Json;
using TokenUsage.Admission;
using TokenUsage.Cli.Stores;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Quotas;

/// <summary>Shows quotas as JSON.</summary>
internal static class QuotaJson
{
    public static string Of(IReadOnlyList<QuotaStatus> statuses) => SummaryJson.Write(json =>
    {
        json.WriteStartArray();
        foreach (QuotaStatus status in statuses) ReportJson.Write(json, status);
        json.WriteEndArray();
    });

    public static string Of(QuotaBook book) => SummaryJson.Write(json =>
    {
        json.WriteStartObject();
        ReportJson.WriteArray(json, "quotas", book.Rules, Write);
        ReportJson.WriteArray(json, "overrides", book.Overrides, Write);
        ReportJson.WriteArray(json, "halts", book.Halts, Write);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, QuotaRule rule)
    {
        QuotaDefinition quota = rule.Definition;
        json.WriteStartObject();
        json.WriteString("name", quota.Name);
        json.WriteString("unit", InsightJson.NameOf(quota.Unit));
        json.WriteNumber("limit", quota.Limit);
        json.WriteString("window", AccountText.Describe(quota.Window));
        json.WriteString("mode", InsightJson.NameOf(quota.Mode));
        ReportJson.WriteArray(json, "per", quota.Per, (writer, one) => writer.WriteStringValue(one.Name));
        ReportJson.WriteArray(
            json, "where", quota.Where, (writer, match) => writer.WriteStringValue($"{match.Dimension}={match.Value}"));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QuotaChange change)
    {
        json.WriteStartObject();
        json.WriteString("quota", change.Quota);
        if (change.Limit is { } limit) json.WriteNumber("limit", limit);
        else json.WriteNull("limit");
        json.WriteString("subject", QuotaTables.Describe(change.Subject!));
        json.WriteString("until", change.Until?.ToString("O"));
        json.WriteString("actor", change.Actor.Name);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Halt halt)
    {
        json.WriteStartObject();
        json.WriteString("scope", halt.Scope.ToString());
        json.WriteString("reason", halt.Reason);
        json.WriteEndObject();
    }
}
