using System.Text;
using System.Text.Json;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Posts alerts to a Microsoft Teams workflow as an adaptive card.</summary>
internal sealed class TeamsAlertSink(WebhookOptions options, AlertWriter writer, SafeConnection? connection = null)
    : IAlertSink, IDisposable
{
    private const int MostAlerts = 20; // a card may have 28 KB

    private readonly WebhookClient _client = new(options, connection);

    public string Name => options.Name;

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) =>
        _client.PostAsync(Body(notice), cancellationToken);

    public void Dispose() => _client.Dispose();

    private byte[] Body(AlertNotice notice) => AlertJson.Build(json =>
    {
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WriteNull("contentUrl");
        json.WriteStartObject("content");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteStartArray("body");
        WriteBlock(json, AlertWriter.Title(notice), "Bolder", Colour(notice));
        foreach (Alert alert in notice.Alerts.Take(MostAlerts))
        {
            if (notice.Alerts.Count > 1) WriteBlock(json, $"{alert.Rule} {alert.Subject}", "Bolder", "Default");
            WriteBlock(json, writer.Text(notice, alert), "Default", "Default");
        }

        if (notice.Alerts.Count > MostAlerts)
            WriteBlock(json, $"… and {notice.Alerts.Count - MostAlerts} more.", "Default", "Default");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static void WriteBlock(Utf8JsonWriter json, string text, string weight, string colour)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextBlock");
        json.WriteString("text", Escape(text));
        json.WriteString("weight", weight);
        json.WriteString("color", colour);
        json.WriteBoolean("wrap", true);
        json.WriteEndObject();
    }

    private static string Colour(AlertNotice notice) =>
        notice.Transition == AlertTransition.Resolved ? "Good" : notice.Severity switch
        {
            AlertSeverity.Critical or AlertSeverity.High => "Attention",
            AlertSeverity.Medium => "Warning",
            _ => "Accent",
        };

    // A text block reads Markdown, and {{…}} as a function: a name must be neither a link nor a date.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            if (@"\`*_[]()#+-!~|>".Contains(letter, StringComparison.Ordinal)) escaped.Append('\\');
            if (letter is '{' or '<' or '&') escaped.Append('\u200B');
            escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
