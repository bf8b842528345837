using Microsoft.Extensions.Logging;

namespace TokenUsage.Aggregation;

internal static partial class AggregationLog
{
    [LoggerMessage(7600, LogLevel.Warning,
        "The live buckets were not read from the store within {Timeout} and begin empty. Queries are not concerned. "
        + "A longer Aggregation.WarmUpTimeout waits longer.")]
    public static partial void BeginsCold(this ILogger logger, TimeSpan timeout, Exception exception);
}
