using Microsoft.Extensions.Logging;

namespace TokenUsage.Providers;

/// <summary>What the readers have to say: ids 4000 to 4999. Once a reader and cause, never once a call.</summary>
internal static partial class ProvidersLog
{
    [LoggerMessage(4000, LogLevel.Error,
        "The usage reader '{Reader}' failed: answers that make it fail are recorded as unreported. Further failures of "
        + "this reader are only counted, as tokenusage.answers.unread.")]
    public static partial void ReaderFailed(this ILogger logger, string reader, Exception exception);

    [LoggerMessage(4001, LogLevel.Warning,
        "An answer read by '{Reader}' passed a limit (1 MiB an event, 3 KiB of usage in one) or its frames were "
        + "damaged: it is recorded as unreported. Further ones are only counted, as tokenusage.answers.unread.")]
    public static partial void GaveUp(this ILogger logger, string reader);
}
