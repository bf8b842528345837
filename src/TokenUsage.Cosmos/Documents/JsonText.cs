using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TokenUsage.Cosmos.Documents;

/// <summary>How documents write what JSON's numbers, which Cosmos DB reads as doubles, would not keep.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static void WriteText(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void WriteCount(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }

    /// <summary>Writes an amount as text: all 28 digits come back.</summary>
    public static void WriteExact(this Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } known) json.WriteString(name, known.ToString(CultureInfo.InvariantCulture));
    }

    public static void WriteEntries(this Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> entries)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in entries) json.WriteString(key, value);
        json.WriteEndObject();
    }

    public static string? Text(this JsonElement document, string name) =>
        document.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static long? Count(this JsonElement document, string name) =>
        document.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : null;

    public static decimal? Exact(this JsonElement document, string name) =>
        document.Text(name) is { } text ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    public static T Word<T>(this JsonElement document, string name)
        where T : struct, Enum => Enum.Parse<T>(document.GetProperty(name).GetString()!);

    public static ImmutableDictionary<string, string> Entries(this JsonElement document, string name) =>
        !document.TryGetProperty(name, out JsonElement entries)
            ? ImmutableDictionary<string, string>.Empty
            : entries.EnumerateObject().ToImmutableDictionary(
                e => e.Name, e => e.Value.GetString()!, StringComparer.Ordinal);
}
