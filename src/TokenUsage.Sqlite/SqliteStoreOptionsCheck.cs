using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Finds every fault of the options at once.</summary>
internal static class SqliteStoreOptionsCheck
{
    private static readonly TimeSpan MostWait = TimeSpan.FromHours(1);

    public static void Require(SqliteStoreOptions options)
    {
        var faults = new List<string>();
        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > MostWait)
        {
            faults.Add($"{nameof(options.BusyTimeout)} is {options.BusyTimeout}; it must be from 0 to {MostWait}.");
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            faults.Add($"{nameof(options.Synchronous)} is {options.Synchronous}; it must be Full or Normal.");
        }

        if (faults.Count == 0) return;
        throw new UsageStoreException($"{nameof(SqliteStoreOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }
}
