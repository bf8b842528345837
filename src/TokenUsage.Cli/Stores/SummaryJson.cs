using System.Text;
using System.Text.Json;
using TokenUsage.Reporting.Reports;

namespace TokenUsage.Cli.Stores;

/// <summary>The answer to a query as one JSON object. What is unknown is <c>null</c>, never zero.</summary>
internal static class SummaryJson
{
    public static string Of(UsageQuery query, UsageSummary summary) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("as_of", summary.AsOf);
        json.WriteNumber("pending", summary.Pending);
        json.WritePropertyName("totals");
        Write(json, summary.Totals);
        string[] names = [.. query.GroupBy.Select(dimension => dimension.Name)];
        json.WriteStartArray("groups");
        foreach (UsageGroup group in summary.Groups) Write(json, group, names);
        json.WriteEndArray();
        json.WriteStartObject("breakdowns");
        foreach ((string name, IReadOnlyList<UsageGroup> groups) in summary.Breakdowns)
        {
            json.WriteStartArray(name);
            foreach (UsageGroup group in groups) Write(json, group, [name]);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("series");
        foreach (UsagePoint point in summary.Series) Write(json, point, names);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes JSON into text.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static void Write(Utf8JsonWriter json, UsageTotals totals) => TotalsJson.Write(json, totals);

    private static void Write(Utf8JsonWriter json, UsageGroup group, string[] names)
    {
        json.WriteStartObject();
        WriteKey(json, names, group.Key, group.IsOther);
        json.WritePropertyName("totals");
        Write(json, group.Totals);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UsagePoint point, string[] names)
    {
        json.WriteStartObject();
        json.WriteString("start", point.Start);
        WriteKey(json, names, point.Key, point.IsOther);
        json.WritePropertyName("totals");
        Write(json, point.Totals);
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, string[] names, IReadOnlyList<string?> key, bool isOther)
    {
        json.WriteStartObject("key");
        for (int i = 0; i < names.Length && i < key.Count; i++) json.WriteString(names[i], key[i]);
        json.WriteEndObject();
        json.WriteBoolean("is_other", isOther);
    }
}
