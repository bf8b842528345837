using Microsoft.Extensions.Logging;

namespace TokenUsage.Alerting.Sinks;

/// <summary>Writes alerts into the log: the channel that is always there.</summary>
internal sealed class LogAlertSink(ILogger<LogAlertSink> logger, AlertWriter writer) : IAlertSink
{
    public string Name => "log";

    public ValueTask SendAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        // A person's name has no place in a log, nor has a line break that would forge another line.
        foreach (Alert alert in notice.Alerts)
        {
            string subject = alert.Scope.User is null ? AlertWriter.OneLine(alert.Subject) : "(a user)";
            string text = AlertWriter.OneLine(writer.Text(notice, alert));
            if (alert.EndedAt is null)
                logger.AlertTold(alert.Severity, notice.Transition, alert.Rule, subject, text);
            else logger.AlertEnded(notice.Transition, alert.Rule, subject, text);
        }

        return ValueTask.CompletedTask;
    }
}
