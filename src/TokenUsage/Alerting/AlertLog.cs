using Microsoft.Extensions.Logging;

namespace TokenUsage.Alerting;

/// <summary>What alerting has to say about itself, and the alerts of the channel "log".</summary>
internal static partial class AlertLog
{
    [LoggerMessage(9000, LogLevel.Warning, "{Severity} alert {Transition}: {Rule} {Subject} {Message}")]
    public static partial void AlertTold(
        this ILogger logger, AlertSeverity severity, AlertTransition transition, string rule, string subject,
        string message);

    [LoggerMessage(9001, LogLevel.Information, "Alert {Transition}: {Rule} {Subject} {Message}")]
    public static partial void AlertEnded(
        this ILogger logger, AlertTransition transition, string rule, string subject, string message);

    [LoggerMessage(9002, LogLevel.Warning,
        "The alert rule {Rule} could not be evaluated; it is tried again at the next look.")]
    public static partial void EvaluationFailed(this ILogger logger, string rule, Exception exception);

    [LoggerMessage(9003, LogLevel.Warning, "Alerts could not be read or written; it is tried again.")]
    public static partial void WatchFailed(this ILogger logger, Exception exception);

    [LoggerMessage(9004, LogLevel.Warning,
        "The channel {Channel} did not take a message at attempt {Attempt}: {Reason} Trying again at {Due}.")]
    public static partial void DeliveryFailed(
        this ILogger logger, string channel, int attempt, string reason, DateTimeOffset due);

    [LoggerMessage(9005, LogLevel.Error,
        "The channel {Channel} never took a message about {Rule}: {Reason} It is kept as a dead letter; see "
        + "'token-usage alerts deliveries --state dead'.")]
    public static partial void DeliveryDead(this ILogger logger, string channel, string rule, string reason);

    [LoggerMessage(9006, LogLevel.Warning,
        "A step in the life of an alert of {Rule} was given up after {Attempts} attempts: others keep changing it.")]
    public static partial void StepGivenUp(this ILogger logger, string rule, int attempts);

    [LoggerMessage(9007, LogLevel.Warning, "The template of alerts failed; the built-in text was sent.")]
    public static partial void TemplateFailed(this ILogger logger, Exception exception);
}
