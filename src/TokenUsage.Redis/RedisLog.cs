using Microsoft.Extensions.Logging;

namespace TokenUsage.Redis;

/// <summary>Everything that the ledger logs. No account, and so no user, is named.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(5001, LogLevel.Error, "Redis does not answer; until it does, OnOutage ({Policy}) decides.")]
    public static partial void ServerLost(this ILogger logger, RedisOutagePolicy policy, Exception exception);

    [LoggerMessage(5002, LogLevel.Information, "Redis answers again; what it missed has been charged.")]
    public static partial void ServerFound(this ILogger logger);

    [LoggerMessage(5003, LogLevel.Debug, "Redis does not answer yet.")]
    public static partial void StillLost(this ILogger logger, Exception exception);

    [LoggerMessage(5004, LogLevel.Warning, "What an account has used could not be read from the store in time.")]
    public static partial void SeedingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5006, LogLevel.Error, "Redis was away at the end: some of what was used is not charged there.")]
    public static partial void UsageUntold(this ILogger logger, Exception exception);

    [LoggerMessage(5005, LogLevel.Warning, "The counters in Redis could not be compared with the store's totals.")]
    public static partial void RepairFailed(this ILogger logger, Exception exception);
}
