using Microsoft.Extensions.Logging;

namespace TokenUsage.AspNetCore.Security;

/// <summary>What the web door says in the log.</summary>
internal static partial class WebLog
{
    [LoggerMessage(9000, LogLevel.Information, "Token usage, for a browser on this machine, once: {Address}")]
    public static partial void LocalToken(this ILogger logger, string address);

    [LoggerMessage(
        9001, LogLevel.Warning,
        "Token usage at {Path} answers 403: call RequireAuthorization() or AllowAnonymous() on what was mapped.")]
    public static partial void IsClosed(this ILogger logger, string path);

    [LoggerMessage(9002, LogLevel.Error, "Token usage could not answer {Route}.")]
    public static partial void Failed(this ILogger logger, string route, Exception exception);
}
