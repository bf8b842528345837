using System.Globalization;
using System.Text;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Stores;

/// <summary>What was found in a store, or done to it, in words and in JSON.</summary>
internal static class StoreText
{
    private const int MaxDriftsTold = 10;

    public static string Of(StoreAudit audit, AuditVerification trail)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{audit.Records} records, {audit.Cubes} cubes: ");
        text.AppendLine(audit.IsExact
            ? "every sum is that of its records."
            : $"{audit.Drifts.Count} sums differ from their records; 'store audit --repair' builds them anew.");
        foreach (StoreDrift drift in audit.Drifts.Take(MaxDriftsTold))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {(drift.Cube.Length == 0 ? "totals" : drift.Cube)}, {drift.Grain} of {drift.Start:u}: records say "
                + $"{drift.Expected.Attempts} attempts and {drift.Expected.Tokens.Total ?? 0} tokens, the sum says "
                + $"{drift.Found.Attempts} and {drift.Found.Tokens.Total ?? 0}");
        }

        return text.Append(trail.IsIntact
            ? $"The audit trail of {trail.Entries} entries is as it was written; its last seal is {trail.Head}."
            : $"The audit trail was changed at entry {trail.FirstBroken} of {trail.Entries}.").ToString();
    }

    public static string JsonOf(StoreAudit audit, AuditVerification trail) => SummaryJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("records", audit.Records);
        json.WriteNumber("cubes", audit.Cubes);
        json.WriteBoolean("is_exact", audit.IsExact);
        json.WriteStartArray("drifts");
        foreach (StoreDrift drift in audit.Drifts)
        {
            json.WriteStartObject();
            json.WriteString("cube", drift.Cube);
            json.WriteString("grain", drift.Grain.ToString());
            json.WriteString("start", drift.Start);
            json.WritePropertyName("expected");
            SummaryJson.Write(json, drift.Expected);
            json.WritePropertyName("found");
            SummaryJson.Write(json, drift.Found);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("trail");
        json.WriteNumber("entries", trail.Entries);
        json.WriteBoolean("is_intact", trail.IsIntact);
        json.WriteString("head", trail.Head);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static string Of(ErasureReport report) =>
        "The user is unknown now; entries that named it: "
        + string.Join(", ", report.Erased.Select(part => $"{part.Value} in the {part.Key}"))
        + ". Backups and exports made before are yours to delete.";

    public static string JsonOf(ErasureReport report) => SummaryJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("at", report.At);
        json.WriteStartObject("erased");
        foreach ((string name, long count) in report.Erased) json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
