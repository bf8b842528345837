using System.Diagnostics.Metrics;
using TokenUsage.Diagnostics;

namespace TokenUsage.Alerting;

/// <summary>Counts alerts and messages. Tags name rules and channels, never a user.</summary>
internal sealed class AlertMetrics(MonitorMeter monitor)
{
    private readonly Counter<long> _transitions = monitor.Meter.CreateCounter<long>(
        "tokenusage.alerts", "{transition}", "What happened to alerts, by rule.");

    private readonly Histogram<double> _untilAcknowledged = monitor.Meter.CreateHistogram<double>(
        "tokenusage.alert.time_to_acknowledge", "s", "How long it took until somebody took an alert up.");

    private readonly Histogram<double> _untilResolved = monitor.Meter.CreateHistogram<double>(
        "tokenusage.alert.time_to_resolve", "s", "How long alerts lasted.");

    private readonly Counter<long> _deliveries = monitor.Meter.CreateCounter<long>(
        "tokenusage.alert.deliveries", "{attempt}", "Attempts to send messages, by channel and outcome.");

    public void Count(Alert alert, AlertTransition transition, Alert? before)
    {
        var rule = new KeyValuePair<string, object?>("tokenusage.alert.rule", alert.Rule);
        _transitions.Add(
            1, rule, new("tokenusage.alert.transition", transition.ToString()),
            new("tokenusage.alert.severity", alert.Severity.ToString()));
        bool isFirstAcknowledgement = transition == AlertTransition.Acknowledged && before?.AcknowledgedAt is null;
        if (isFirstAcknowledgement) _untilAcknowledged.Record((alert.ChangedAt - alert.RaisedAt).TotalSeconds, rule);
        if (transition == AlertTransition.Resolved)
            _untilResolved.Record((alert.ChangedAt - alert.RaisedAt).TotalSeconds, rule);
    }

    public void CountDelivery(string channel, string outcome, int count) => _deliveries.Add(
        count, new("tokenusage.alert.channel", channel), new("tokenusage.alert.outcome", outcome));
}
