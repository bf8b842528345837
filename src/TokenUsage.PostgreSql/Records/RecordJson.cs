using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenUsage.PostgreSql.Records;

/// <summary>What few records have: meters, tags and metadata, as JSON that the server's own functions can read.</summary>
internal static class RecordJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // An array, not an object: a name may come twice.
    public static string? Write(IReadOnlyList<UsageMeter> meters)
    {
        if (meters.Count == 0) return null;

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartArray();
        foreach (UsageMeter meter in meters)
        {
            json.WriteStartObject();
            json.WriteString("name", meter.Name);
            json.WriteNumber("quantity", meter.Quantity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string? Write(IReadOnlyDictionary<string, string> entries)
    {
        if (entries.Count == 0) return null;

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        foreach ((string key, string value) in entries) json.WriteString(key, value);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<UsageMeter> ReadMeters(string? text)
    {
        if (text is null) return [];
        using var json = JsonDocument.Parse(text);
        return
        [
            .. json.RootElement.EnumerateArray().Select(m => new UsageMeter(
                m.GetProperty("name").GetString()!, m.GetProperty("quantity").GetDecimal())),
        ];
    }

    public static ImmutableDictionary<string, string> ReadEntries(string? text)
    {
        if (text is null) return ImmutableDictionary<string, string>.Empty;
        using var json = JsonDocument.Parse(text);
        return json.RootElement.EnumerateObject().ToImmutableDictionary(
            e => e.Name, e => e.Value.GetString()!, StringComparer.Ordinal);
    }
}
