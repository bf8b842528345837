using System.Text.Json;

namespace TokenUsage.Reporting.Reports;

/// <summary>The parts of a report in JSON.</summary>
internal static class ReportJson
{
    public static void WriteArray<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(json, item);
        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, UsageFilter filter)
    {
        json.WriteStartObject();
        json.WriteString("dimension", filter.Dimension.Name);
        json.WriteString("operator", filter.Operator.ToString().ToLowerInvariant());
        WriteArray(json, "values", filter.Values ?? [], (writer, value) => writer.WriteStringValue(value));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Coverage coverage)
    {
        json.WriteStartObject();
        json.WriteNumber("reported_calls", coverage.ReportedCalls);
        json.WriteNumber("estimated_calls", coverage.EstimatedCalls);
        json.WriteNumber("unreported_calls", coverage.UnreportedCalls);
        json.WriteNumber("unpriced_calls", coverage.UnpricedCalls);
        json.WriteNumber("partly_priced_calls", coverage.PartlyPricedCalls);
        json.WriteNumber("unpriced_tokens", coverage.UnpricedTokens);
        json.WriteNumber("estimated_usd", coverage.EstimatedUsd);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReportCharge charge)
    {
        json.WriteStartObject();
        json.WriteString("account", charge.Account);
        json.WriteString("provider", charge.Provider);
        json.WriteString("model", charge.Model);
        json.WriteString("from", charge.From);
        json.WriteString("to", charge.To);
        json.WritePropertyName("totals");
        TotalsJson.Write(json, charge.Totals);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UsagePoint point)
    {
        json.WriteStartObject();
        json.WriteString("start", point.Start);
        json.WritePropertyName("totals");
        TotalsJson.Write(json, point.Totals);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UsageGroup group)
    {
        json.WriteStartObject();
        json.WriteString("key", group.IsOther || group.Key.Count == 0 ? null : group.Key[0]);
        json.WriteBoolean("is_other", group.IsOther);
        json.WritePropertyName("totals");
        TotalsJson.Write(json, group.Totals);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, QuotaStatus status)
    {
        json.WriteStartObject();
        json.WriteString("name", status.Quota.Name);
        json.WriteString("unit", InsightJson.NameOf(status.Quota.Unit));
        json.WriteNumber("limit", status.Limit);
        json.WriteNumber("used", status.Used);
        json.WriteNumber("held", status.Held);
        json.WriteNumber("remaining", status.Remaining);
        InsightJson.WriteMoment(json, "resets_at", status.ResetsAt);
        InsightJson.WriteMoment(json, "projected_exhaustion", status.ProjectedExhaustion);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UsageTrend trend) => InsightJson.Write(json, trend);

    public static void Write(Utf8JsonWriter json, UsageAnomaly anomaly) => InsightJson.Write(json, anomaly);

    public static void Write(Utf8JsonWriter json, Recommendation advice) => InsightJson.Write(json, advice);

    public static void Write(Utf8JsonWriter json, UsageForecast? forecast)
    {
        json.WritePropertyName("forecast");
        if (forecast is null) json.WriteNullValue();
        else InsightJson.Write(json, forecast);
    }
}
