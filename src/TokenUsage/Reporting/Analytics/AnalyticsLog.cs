using Microsoft.Extensions.Logging;

namespace TokenUsage.Reporting.Analytics;

internal static partial class AnalyticsLog
{
    [LoggerMessage(8000, LogLevel.Warning, "The analyzer '{Name}' failed; its recommendations are left out.")]
    public static partial void AnalyzerFailed(this ILogger logger, string name, Exception exception);

    [LoggerMessage(8001, LogLevel.Warning, "Looking for anomalies failed; it is tried again at the next interval.")]
    public static partial void WatchFailed(this ILogger logger, Exception exception);
}
