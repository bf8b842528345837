using System.Buffers;
using System.Text.Json;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Writes alerts as JSON. The writer escapes what must be, so that no text can leave its string.</summary>
internal static class AlertJson
{
    public static byte[] Write(AlertNotice notice, AlertWriter writer) => Build(json =>
    {
        json.WriteString("id", notice.Id);
        json.WriteString("transition", notice.Transition.ToString());
        json.WriteString("at", notice.At);
        json.WriteString("title", AlertWriter.Title(notice));
        json.WriteStartArray("alerts");
        foreach (Alert alert in notice.Alerts) Write(json, alert, writer.Text(notice, alert));
        json.WriteEndArray();
    });

    public static byte[] Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Alert alert, string text)
    {
        json.WriteStartObject();
        json.WriteString("id", alert.Id);
        json.WriteString("rule", alert.Rule);
        json.WriteString("fingerprint", alert.Fingerprint);
        json.WriteString("severity", alert.Severity.ToString());
        json.WriteString("state", alert.State.ToString());
        json.WriteString("message", text);
        json.WriteString("subject", alert.Subject);
        json.WriteString("period", alert.Period);
        if (alert.Value is { } value) json.WriteNumber("value", value);
        if (alert.Threshold is { } threshold) json.WriteNumber("threshold", threshold);
        json.WriteString("raised_at", alert.RaisedAt);
        json.WriteString("changed_at", alert.ChangedAt);
        if (alert.EndedAt is { } ended) json.WriteString("ended_at", ended);
        if (alert.Actor is { } actor) json.WriteString("actor", actor);
        json.WriteStartObject("scope");
        if (alert.Scope.User is { } user) json.WriteString("user", user);
        if (alert.Scope.Session is { } session) json.WriteString("session", session);
        if (alert.Scope.Agent is { } agent) json.WriteString("agent", agent);
        if (alert.Scope.Feature is { } feature) json.WriteString("feature", feature);
        if (alert.Scope.Project is { } project) json.WriteString("project", project);
        foreach ((string name, string tag) in alert.Scope.Tags) json.WriteString($"tag:{name}", tag);
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        foreach ((string name, string fact) in alert.Metadata) json.WriteString(name, fact);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
