using Microsoft.Extensions.Logging;

namespace TokenUsage;

internal static partial class SetupLog
{
    [LoggerMessage(9000, LogLevel.Critical,
        "Token monitoring could not be set up, and this process runs WITHOUT it: no call is recorded, and no quota "
        + "holds. {Reason} Set TokenMonitoringOptions.OnSetupFailure to Throw to stop the application instead.")]
    public static partial void RunsUnmonitored(this ILogger logger, string reason, Exception? exception);
}
