using System.Globalization;
using System.Text.Json;
using TokenUsage.Cli.Stores;

namespace TokenUsage.Cli.Bills;

/// <summary>The comparison as one JSON object.</summary>
internal static class ReconcileJson
{
    public static string Of(string provider, IReadOnlyList<BillRow> rows, decimal tolerance) =>
        SummaryJson.Write(json => Write(json, provider, rows, tolerance));

    private static void Write(Utf8JsonWriter json, string provider, IReadOnlyList<BillRow> rows, decimal tolerance)
    {
        json.WriteStartObject();
        json.WriteString("provider", provider);
        json.WriteBoolean("agrees", rows.All(row => row.Agrees(tolerance)));
        json.WriteStartArray("lines");
        foreach (BillRow row in rows)
        {
            bool agrees = row.Agrees(tolerance);
            json.WriteStartObject();
            json.WriteString("day", row.Day.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("model", row.Model);
            json.WriteBoolean("agrees", agrees);
            json.WriteString("may_come_from", agrees ? null : BillCause.Of(row));
            json.WriteStartObject("measures");
            foreach (BillGap gap in row.Gaps)
            {
                json.WriteStartObject(gap.Measure);
                json.WriteNumber("bill", gap.Stated);
                json.WriteNumber("recorded", gap.Recorded);
                json.WriteNumber("missing", gap.Missing);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
