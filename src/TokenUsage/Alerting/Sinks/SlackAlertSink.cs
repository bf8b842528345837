using System.Text;
using System.Text.Json;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Posts alerts to a Slack webhook as blocks.</summary>
internal sealed class SlackAlertSink(WebhookOptions options, AlertWriter writer, SafeConnection? connection = null)
    : IAlertSink, IDisposable
{
    private const int MostAlerts = 20; // of 50 blocks a message
    private const int MostTitle = 150;
    private const int MostText = 3_000;

    private readonly WebhookClient _client = new(options, connection);

    public string Name => options.Name;

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken) =>
        _client.PostAsync(Body(notice), cancellationToken);

    public void Dispose() => _client.Dispose();

    private byte[] Body(AlertNotice notice) => AlertJson.Build(json =>
    {
        string title = AlertWriter.Title(notice);
        json.WriteString("text", Escape(title)); // what a notification shows
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "header");
        WriteText(json, "plain_text", Cut(title, MostTitle));
        json.WriteEndObject();
        foreach (Alert alert in notice.Alerts.Take(MostAlerts)) WriteAlert(json, notice, alert);
        if (notice.Alerts.Count > MostAlerts) WriteSection(json, $"… and {notice.Alerts.Count - MostAlerts} more.");
        json.WriteEndArray();
    });

    private void WriteAlert(Utf8JsonWriter json, AlertNotice notice, Alert alert) => WriteSection(
        json,
        $"{Mark(alert)} *{Escape(alert.Rule)}* {Escape(AlertWriter.OneLine(alert.Subject))}\n"
        + Escape(writer.Text(notice, alert)));

    private static void WriteSection(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        WriteText(json, "mrkdwn", Cut(text, MostText));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string type, string text)
    {
        json.WriteStartObject("text");
        json.WriteString("type", type);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Mark(Alert alert) => alert.Severity switch
    {
        _ when alert.EndedAt is not null => ":large_green_circle:",
        AlertSeverity.Critical => ":red_circle:",
        AlertSeverity.High => ":large_orange_circle:",
        AlertSeverity.Medium => ":large_yellow_circle:",
        _ => ":large_blue_circle:",
    };

    // Slack's three entities, which also keep a name from being a mention or a link; and its marks, made harmless by a
    // zero-width space in front, since it knows no escape for them.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '*' or '_' or '~' or '`' or ':' => escaped.Append('\u200B').Append(letter),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
