using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenUsage.Sqlite.Records;

/// <summary>What few records have: meters, tags, metadata and a weight, as one JSON text that SQLite's own functions can read.</summary>
internal static class RecordExtra
{
    /// <summary>How its texts are written, for those that look for one.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions Plain = new() { Encoder = Encoder };

    public static string? Write(UsageRecord record)
    {
        bool isEmpty = record.Meters.Count == 0 && record.Dimensions.Tags.Count == 0 && record.Metadata.Count == 0;
        if (isEmpty && record.Weight == 1) return null;

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        if (record.Weight != 1) json.WriteNumber("weight", record.Weight);
        WriteMeters(json, record.Meters);
        WriteEntries(json, "tags", record.Dimensions.Tags);
        WriteEntries(json, "metadata", record.Metadata);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static UsageRecord Read(UsageRecord record, string? extra)
    {
        if (extra is null) return record;

        using var json = JsonDocument.Parse(extra);
        return record with
        {
            Weight = json.RootElement.TryGetProperty("weight", out JsonElement weight) ? weight.GetInt32() : 1,
            Meters = ReadMeters(json.RootElement),
            Dimensions = record.Dimensions with { Tags = ReadEntries(json.RootElement, "tags") },
            Metadata = ReadEntries(json.RootElement, "metadata"),
        };
    }

    // An array, not an object: a name may come twice.
    private static void WriteMeters(Utf8JsonWriter json, IReadOnlyList<UsageMeter> meters)
    {
        if (meters.Count == 0) return;
        json.WriteStartArray("meters");
        foreach (UsageMeter meter in meters)
        {
            json.WriteStartArray();
            json.WriteStringValue(meter.Name);
            json.WriteNumberValue(meter.Quantity);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> entries)
    {
        if (entries.Count == 0) return;
        json.WriteStartObject(name);
        foreach ((string key, string value) in entries) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static IReadOnlyList<UsageMeter> ReadMeters(JsonElement root) =>
        !root.TryGetProperty("meters", out JsonElement meters)
            ? []
            : [.. meters.EnumerateArray().Select(m => new UsageMeter(m[0].GetString()!, m[1].GetDecimal()))];

    private static ImmutableDictionary<string, string> ReadEntries(JsonElement root, string name) =>
        !root.TryGetProperty(name, out JsonElement entries)
            ? ImmutableDictionary<string, string>.Empty
            : entries.EnumerateObject().ToImmutableDictionary(
                e => e.Name, e => e.Value.GetString()!, StringComparer.Ordinal);
}
