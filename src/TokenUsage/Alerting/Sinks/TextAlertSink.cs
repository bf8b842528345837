namespace TokenUsage.Alerting.Sinks;

/// <summary>Writes a line for each alert: to the console, or wherever a writer leads.</summary>
internal sealed class TextAlertSink(string name, TextWriter output, AlertWriter writer) : IAlertSink
{
    public string Name => name;

    public async ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        foreach (Alert alert in notice.Alerts)
        {
            string line = AlertWriter.OneLine(
                $"{alert.ChangedAt:u} {alert.Severity} {notice.Transition} {alert.Rule} {alert.Subject}: "
                + writer.Text(notice, alert));
            await output.WriteLineAsync(line.AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
