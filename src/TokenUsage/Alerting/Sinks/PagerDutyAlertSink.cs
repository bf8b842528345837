namespace TokenUsage.Alerting.Sinks;

/// <summary>Tells PagerDuty by its Events API, version 2: the fingerprint makes reminders and the end one incident.</summary>
internal sealed class PagerDutyAlertSink(
    string name, string routingKey, WebhookOptions options, AlertWriter writer, SafeConnection? connection = null)
    : IAlertSink, IDisposable
{
    private const int MostSummary = 1_024;

    private readonly WebhookClient _client = new(options, connection);

    public string Name => name;

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        foreach (Alert alert in notice.Alerts)
        {
            await _client.PostAsync(Body(notice, alert), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _client.Dispose();

    private byte[] Body(AlertNotice notice, Alert alert) => AlertJson.Build(json =>
    {
        bool isOver = alert.EndedAt is not null;
        json.WriteString("routing_key", routingKey);
        json.WriteString("event_action", isOver ? "resolve" : "trigger");
        json.WriteString("dedup_key", alert.Fingerprint);
        if (isOver) return;

        string summary = AlertWriter.OneLine($"{alert.Rule} {alert.Subject}: {writer.Text(notice, alert)}");
        json.WriteStartObject("payload");
        json.WriteString("summary", summary.Length <= MostSummary ? summary : summary[..MostSummary]);
        json.WriteString("source", "TokenUsage");
        json.WriteString("severity", alert.Severity switch
        {
            AlertSeverity.Critical => "critical",
            AlertSeverity.High => "error",
            AlertSeverity.Medium => "warning",
            _ => "info",
        });
        json.WriteString("timestamp", alert.RaisedAt);
        json.WriteString("component", alert.Rule);
        json.WriteEndObject();
    });
}
