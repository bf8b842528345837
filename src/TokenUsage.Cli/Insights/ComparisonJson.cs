using System.Text.Json;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Insights;

/// <summary>What is compared with something else, in JSON.</summary>
internal static class ComparisonJson
{
    public static void Write(Utf8JsonWriter json, ChangeExplanation change)
    {
        json.WriteStartObject();
        json.WriteNumber("before_usd", change.BeforeUsd);
        json.WriteNumber("after_usd", change.AfterUsd);
        json.WriteNumber("unpriced_tokens", change.UnpricedTokens);
        ReportJson.WriteArray(json, "drivers", change.Drivers, Write);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ModelEfficiency model)
    {
        json.WriteStartObject();
        json.WriteString("provider", model.Provider);
        json.WriteString("model", model.Model);
        TotalsJson.WriteNumber(json, "usd_per_million_tokens", model.UsdPerMillionTokens);
        TotalsJson.WriteNumber(json, "usd_per_call", model.UsdPerCall);
        TotalsJson.WriteNumber(json, "usd_per_success", model.UsdPerSuccess);
        InsightJson.WriteNumber(json, "success_rate", model.SuccessRate);
        json.WritePropertyName("totals");
        TotalsJson.Write(json, model.Totals);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CostDriver driver)
    {
        json.WriteStartObject();
        json.WriteString("kind", InsightJson.NameOf(driver.Kind));
        json.WriteString("key", driver.Key);
        json.WriteNumber("usd", driver.Usd);
        json.WriteString("message", driver.Message);
        json.WriteEndObject();
    }
}
