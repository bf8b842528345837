using Microsoft.Extensions.Logging;

namespace TokenUsage.Storage;

/// <summary>What the upkeep of the store says to a log.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(6000, LogLevel.Information,
        "Retention deleted {Records} usage records and {Rollups} rows of rollups. Records before {Before} may be "
        + "gone.")]
    public static partial void RetentionApplied(
        this ILogger logger, long records, long rollups, DateTimeOffset before);

    [LoggerMessage(6001, LogLevel.Warning,
        "The upkeep of the usage store failed and is tried again at its next turn. Nothing that was kept is harmed.")]
    public static partial void UpkeepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6002, LogLevel.Information,
        "A user was erased: {Entries} entries in {Holders} places named it. Backups and exports made before still "
        + "may.")]
    public static partial void UserErased(this ILogger logger, long entries, int holders);
}
