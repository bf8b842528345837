using Microsoft.Extensions.Logging;

namespace TokenUsage.Capture;

/// <summary>What capture has to say: ids 1000 to 1999. Never a prompt, an answer, a key or an address with its query.</summary>
internal static partial class CaptureLog
{
    [LoggerMessage(1000, LogLevel.Warning,
        "A model call could not be observed and went on unobserved. The call itself is not affected.")]
    public static partial void ObservationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1001, LogLevel.Warning,
        "UseTokenMonitoring() stands outside of {Client}: several model calls are recorded as one. "
        + "Put it last, so that it stands next to the model.")]
    public static partial void WrongOrder(this ILogger logger, string client);

    [LoggerMessage(1008, LogLevel.Warning,
        "The enricher {Enricher} has failed {Faults} times; the calls were recorded without it.")]
    public static partial void EnricherFailed(this ILogger logger, string enricher, long faults, Exception exception);
}
