using Microsoft.Extensions.Logging;

namespace TokenUsage.Reporting.Schedules;

internal static partial class ScheduleLog
{
    [LoggerMessage(8100, LogLevel.Warning, "The scheduled report '{Name}' could not be made; it is tried again.")]
    public static partial void ReportFailed(this ILogger logger, string name, Exception exception);

    [LoggerMessage(8101, LogLevel.Warning, "'{Sink}' did not take the scheduled report '{Name}'; it is sent again.")]
    public static partial void ReportNotTaken(this ILogger logger, string name, string sink, Exception exception);

    [LoggerMessage(8102, LogLevel.Warning, "Looking at the report schedules failed; it is tried again.")]
    public static partial void LookFailed(this ILogger logger, Exception exception);
}
