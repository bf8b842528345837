using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenUsage.Cli.Subscribing;

/// <summary>Writes an event as a line.</summary>
internal static class EventLine
{
    private static readonly string[] Named = ["model", "provider", "outcome"];

    /// <summary>Writes it as JSON, in one line whatever the service sent.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Json(string data)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) document.RootElement.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes it for people: when, what, of whom, how much.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Text(string kind, string data)
    {
        using JsonDocument document = JsonDocument.Parse(data);
        JsonElement item = document.RootElement;
        if (item.ValueKind != JsonValueKind.Object) throw new JsonException("An event is no object.");

        var line = new StringBuilder();
        if (Find(item, "at") is { ValueKind: JsonValueKind.String } at && at.TryGetDateTimeOffset(out var moment))
            line.Append(moment.ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        line.Append(kind.PadRight(14));
        Add(line, "", Find(item, "name"));
        if (Find(item, "record") is { ValueKind: JsonValueKind.Object } record) AddRecord(line, record);
        else AddFacts(line, item);
        Add(line, "", Find(item, "message"));
        return Plain(line);
    }

    private static void AddRecord(StringBuilder line, JsonElement record)
    {
        foreach (string name in Named) Add(line, "", Find(record, name));
        AddDimensions(line, Find(record, "dimensions"));
        if (Find(record, "tokens") is { ValueKind: JsonValueKind.Object } tokens)
        {
            Add(line, "in=", Find(tokens, "input"));
            Add(line, "out=", Find(tokens, "output"));
        }

        JsonElement? cost = Find(record, "cost");
        if (cost is { ValueKind: JsonValueKind.Object } known && Find(known, "usd") is { } usd) Add(line, "$", usd);
        else line.Append(" unpriced");
        Add(line, "", Find(record, "errorType"));
    }

    private static void AddFacts(StringBuilder line, JsonElement item)
    {
        AddDimensions(line, Find(item, "scope"));
        Add(line, "value=", Find(item, "value"));
        Add(line, "threshold=", Find(item, "threshold"));
    }

    private static void AddDimensions(StringBuilder line, JsonElement? dimensions)
    {
        if (dimensions is not { ValueKind: JsonValueKind.Object } named) return;
        foreach (JsonProperty dimension in named.EnumerateObject())
        {
            if (dimension.Value.ValueKind == JsonValueKind.String) Add(line, $"{dimension.Name}=", dimension.Value);
        }
    }

    private static void Add(StringBuilder line, string label, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } known) return;
        line.Append(' ').Append(label).Append(known.ToString());
    }

    private static JsonElement? Find(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // Control characters would steer the terminal of whoever reads it.
    private static string Plain(StringBuilder line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i])) line[i] = ' ';
        }

        return line.ToString();
    }
}
