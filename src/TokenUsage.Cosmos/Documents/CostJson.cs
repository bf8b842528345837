using System.Text.Json;

namespace TokenUsage.Cosmos.Documents;

/// <summary>A cost with all its digits, which JSON's numbers would not keep.</summary>
internal static class CostJson
{
    public static void Write(Utf8JsonWriter json, string name, Cost cost)
    {
        json.WriteStartObject(name);
        json.WriteString("status", cost.Status.ToString());
        json.WriteExact("usd", cost.Usd);
        json.WriteExact("input_usd", cost.InputUsd);
        json.WriteExact("output_usd", cost.OutputUsd);
        json.WriteExact("list_usd", cost.ListUsd);
        json.WriteExact("billed_usd", cost.BilledUsd);
        json.WriteText("price_version", cost.PriceVersion);
        json.WriteText("price_match", cost.PriceMatch);
        json.WriteEndObject();
    }

    public static Cost Read(JsonElement cost) => new()
    {
        Status = cost.Word<CostStatus>("status"),
        Usd = cost.Exact("usd"),
        InputUsd = cost.Exact("input_usd"),
        OutputUsd = cost.Exact("output_usd"),
        ListUsd = cost.Exact("list_usd"),
        BilledUsd = cost.Exact("billed_usd"),
        PriceVersion = cost.Text("price_version"),
        PriceMatch = cost.Text("price_match"),
    };
}
