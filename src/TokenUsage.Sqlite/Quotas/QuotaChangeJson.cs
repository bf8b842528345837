using System.Text;
using System.Text.Json;
using TokenUsage.Admission;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>Writes changes as JSON and reads them back. By hand: reflection does not survive trimming.</summary>
internal static class QuotaChangeJson
{
    public static string Write(QuotaChange change)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", change.Kind.ToString());
            json.WriteString("actor", change.Actor.Name);
            json.WriteString("at", change.At);
            WriteText(json, "quota", change.Quota);
            WriteText(json, "reason", change.Reason);
            if (change.Limit is { } limit) json.WriteNumber("limit", limit);
            if (change.Until is { } until) json.WriteString("until", until);
            if (change.Scope is { } scope) WriteScope(json, scope);
            if (change.Subject is { } subject) WriteSubject(json, subject);
            if (change.Definition is { } definition)
            {
                json.WritePropertyName("definition");
                QuotaDefinitionJson.Write(json, definition);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static QuotaChange Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        return new QuotaChange
        {
            Kind = Enum.Parse<QuotaChangeKind>(root.GetProperty("kind").GetString()!),
            Actor = new ChangeActor(root.GetProperty("actor").GetString()!),
            At = root.GetProperty("at").GetDateTimeOffset(),
            Quota = root.Text("quota"),
            Reason = root.Text("reason"),
            Limit = root.TryGetProperty("limit", out JsonElement limit) ? limit.GetDecimal() : null,
            Until = root.TryGetProperty("until", out JsonElement until) ? until.GetDateTimeOffset() : null,
            Scope = root.TryGetProperty("scope", out JsonElement scope) ? ReadScope(scope) : null,
            Subject = root.TryGetProperty("subject", out JsonElement subject) ? ReadSubject(subject) : null,
            Definition = root.TryGetProperty("definition", out JsonElement definition)
                ? QuotaDefinitionJson.Read(definition)
                : null,
        };
    }

    internal static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    internal static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void WriteScope(Utf8JsonWriter json, HaltScope scope)
    {
        json.WriteStartObject("scope");
        WriteText(json, "dimension", scope.Dimension?.Name);
        WriteText(json, "value", scope.Value);
        json.WriteEndObject();
    }

    private static HaltScope ReadScope(JsonElement scope) => new()
    {
        Dimension = scope.Text("dimension") is { } name ? Dimension.Parse(name) : null,
        Value = scope.Text("value"),
    };

    private static void WriteSubject(Utf8JsonWriter json, UsageDimensions subject)
    {
        json.WriteStartObject("subject");
        WriteText(json, "user", subject.User);
        WriteText(json, "session", subject.Session);
        WriteText(json, "agent", subject.Agent);
        WriteText(json, "feature", subject.Feature);
        WriteText(json, "project", subject.Project);
        json.WriteStartObject("tags");
        foreach ((string name, string value) in subject.Tags) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static UsageDimensions ReadSubject(JsonElement subject) => new()
    {
        User = subject.Text("user"),
        Session = subject.Text("session"),
        Agent = subject.Text("agent"),
        Feature = subject.Text("feature"),
        Project = subject.Text("project"),
        Tags = subject.GetProperty("tags").EnumerateObject()
            .ToDictionary(tag => tag.Name, tag => tag.Value.GetString() ?? "", StringComparer.Ordinal),
    };
}
