using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Writes quotas as JSON and reads them back.</summary>
internal static class QuotaDefinitionJson
{
    public static string Write(QuotaDefinition quota)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) Write(json, quota);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static QuotaDefinition Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return Read(document.RootElement);
    }

    /// <summary>Writes a quota as an object, where a value is expected.</summary>
    public static void Write(Utf8JsonWriter json, QuotaDefinition quota)
    {
        json.WriteStartObject();
        json.WriteString("name", quota.Name);
        json.WriteString("unit", quota.Unit.ToString());
        json.WriteNumber("limit", quota.Limit);
        json.WriteString("mode", quota.Mode.ToString());
        json.WriteString("estimate", quota.Estimate.ToString());
        if (quota.Burst is { } burst) json.WriteNumber("burst", burst);
        if (quota.WarnAt is { } warnAt) json.WriteNumber("warnAt", warnAt);
        if (quota.CriticalAt is { } criticalAt) json.WriteNumber("criticalAt", criticalAt);
        json.WriteStartArray("per");
        foreach (Dimension dimension in quota.Per) json.WriteStringValue(dimension.Name);
        json.WriteEndArray();
        json.WriteStartArray("where");
        foreach (QuotaMatch match in quota.Where)
        {
            json.WriteStartObject();
            json.WriteString("dimension", match.Dimension.Name);
            json.WriteString("value", match.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, quota.Window);
        json.WriteEndObject();
    }

    public static QuotaDefinition Read(JsonElement quota) => new()
    {
        Name = quota.GetProperty("name").GetString()!,
        Unit = Word<QuotaUnit>(quota, "unit"),
        Limit = quota.GetProperty("limit").GetDecimal(),
        Mode = Word<QuotaMode>(quota, "mode"),
        Estimate = Word<QuotaEstimate>(quota, "estimate"),
        Burst = quota.TryGetProperty("burst", out JsonElement burst) ? burst.GetDecimal() : null,
        WarnAt = quota.TryGetProperty("warnAt", out JsonElement warnAt) ? warnAt.GetDouble() : null,
        CriticalAt = quota.TryGetProperty("criticalAt", out JsonElement criticalAt) ? criticalAt.GetDouble() : null,
        Per = [.. quota.GetProperty("per").EnumerateArray().Select(name => Dimension.Parse(name.GetString()!))],
        Where =
        [
            .. quota.GetProperty("where").EnumerateArray().Select(match =>
                new QuotaMatch(Dimension.Parse(match.Text("dimension")!), match.Text("value") ?? "")),
        ],
        Window = ReadWindow(quota.GetProperty("window")),
    };

    private static void Write(Utf8JsonWriter json, QuotaWindow window)
    {
        json.WriteStartObject("window");
        json.WriteString("kind", window.Kind.ToString());
        json.WriteString("timeZone", window.TimeZone);
        json.WriteString("weekStart", window.WeekStart.ToString());
        json.WriteNumber("anchorDay", window.AnchorDay);
        json.WriteNumber("anchorMonth", window.AnchorMonth);
        json.WriteString("length", window.Length.ToString("c", CultureInfo.InvariantCulture));
        json.WriteNumber("parts", window.Parts);
        json.WriteEndObject();
    }

    private static QuotaWindow ReadWindow(JsonElement window) => new()
    {
        Kind = Word<QuotaWindowKind>(window, "kind"),
        TimeZone = window.Text("timeZone")!,
        WeekStart = Word<DayOfWeek>(window, "weekStart"),
        AnchorDay = window.GetProperty("anchorDay").GetInt32(),
        AnchorMonth = window.GetProperty("anchorMonth").GetInt32(),
        Length = TimeSpan.ParseExact(window.Text("length")!, "c", CultureInfo.InvariantCulture),
        Parts = window.GetProperty("parts").GetInt32(),
    };

    private static T Word<T>(JsonElement element, string name)
        where T : struct, Enum => Enum.Parse<T>(element.GetProperty(name).GetString()!);
}
