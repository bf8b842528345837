using Microsoft.Extensions.Logging;

namespace TokenUsage.Live;

internal static partial class FeedLog
{
    [LoggerMessage(7500, LogLevel.Warning,
        "The feed's subscriber '{Name}' has failed {Faults} times; it goes on with the next event.")]
    public static partial void HandlerFailed(this ILogger logger, string name, long faults, Exception exception);
}
