using System.Globalization;
using TokenUsage.Providers;

namespace TokenUsage.Capture;

/// <summary>Says what an ending on the wire means.</summary>
internal static class WireFaults
{
    /// <summary>Whether the exception proves that the request never left.</summary>
    public static bool WasNotSent(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    /// <summary>Whether what was reported is the last word.</summary>
    /// <remarks>
    /// A caller that has read the closing event need not read on to the end of the stream. But a finish reason alone
    /// closes nothing: in OpenAI's format the usage comes behind it, and who leaves in between has still used it.
    /// </remarks>
    public static bool IsWhole(ResponseScan scan, bool reachedEnd) =>
        reachedEnd || scan.IsAtEnd || (scan.Reading.IsComplete && !scan.Reading.Tokens.IsEmpty);

    public static CallOutcome Judge(CallObservation call, UsageReading reading, Exception? exception)
    {
        if (exception is OperationCanceledException) return CallOutcome.Interrupted;
        if (exception is not null || call.IsRejected || reading.ErrorType is not null) return CallOutcome.Failed;
        return call.IsAnswerWhole ? CallOutcome.Success : CallOutcome.Interrupted;
    }

    /// <summary>Names the error by its type: messages hold addresses, keys and prompts.</summary>
    public static string? Name(Exception? exception, int status) => exception switch
    {
        null => status >= 400 ? status.ToString(CultureInfo.InvariantCulture) : null,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => error.ToString(),
        _ => exception.GetType().Name,
    };
}
