using System.Text;
using System.Text.Json;
using TokenUsage.Reporting;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Pricing;

/// <summary>Writes what re-pricing changes as JSON; amounts are strings of exact decimals.</summary>
internal static class RepriceAnswer
{
    public static string ToJson(RepriceReport report, bool isDryRun) => Write(json =>
    {
        json.WriteString("prices", report.Version);
        json.WriteBoolean("dryRun", isDryRun);
        json.WriteNumber("corrected", report.Corrected);
        json.WriteNumber("conflicting", report.Conflicting);
        json.WriteStartArray("models");
        foreach (RepricedModel model in report.Models) WriteModel(json, model);
        json.WriteEndArray();
    });

    public static string ToJson(CostCorrection correction) => Write(json =>
    {
        json.WriteString("id", correction.Id);
        WriteCost(json, "before", correction.Before);
        WriteCost(json, "after", correction.After);
    });

    private static void WriteModel(Utf8JsonWriter json, RepricedModel model)
    {
        json.WriteStartObject();
        json.WriteString("provider", model.Provider);
        json.WriteString("model", model.Model);
        json.WriteNumber("records", model.Records);
        json.WriteNumber("changed", model.Changed);
        json.WriteNumber("kept", model.Kept);
        json.WriteString("beforeUsd", PriceAnswer.ExactText(model.BeforeUsd));
        json.WriteString("afterUsd", PriceAnswer.ExactText(model.AfterUsd));
        json.WriteString("differenceUsd", PriceAnswer.ExactText(model.AfterUsd - model.BeforeUsd));
        json.WriteNumber("unpricedBefore", model.UnpricedBefore);
        json.WriteNumber("unpricedAfter", model.UnpricedAfter);
        json.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter json, string name, Cost cost)
    {
        json.WriteStartObject(name);
        json.WriteString("status", cost.Status.ToString());
        json.WriteString("usd", PriceAnswer.ExactText(cost.Usd));
        json.WriteString("listUsd", PriceAnswer.ExactText(cost.ListUsd));
        json.WriteString("billedUsd", PriceAnswer.ExactText(cost.BilledUsd));
        json.WriteString("prices", cost.PriceVersion);
        json.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
