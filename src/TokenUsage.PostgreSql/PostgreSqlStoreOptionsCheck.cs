using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Finds every fault of the options at once.</summary>
internal static class PostgreSqlStoreOptionsCheck
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostWait = TimeSpan.FromHours(1);

    public static void Require(PostgreSqlStoreOptions options)
    {
        var faults = new List<string>();
        if (options.DataSource is null && string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            faults.Add(
                $"{nameof(options.ConnectionString)} is empty; write it as 'Host=db;Database=usage;Username=app', or "
                + $"set {nameof(options.DataSource)}.");
        }

        if (!PostgreSqlSchema.IsName(options.Schema))
        {
            faults.Add(
                $"{nameof(options.Schema)} is '{options.Schema}'; it must be of lower-case letters, digits and "
                + "underscores, begin with no digit, and have at most 48 of them.");
        }

        if (options.OpenTimeout < LeastWait || options.OpenTimeout > MostWait)
        {
            faults.Add(
                $"{nameof(options.OpenTimeout)} is {options.OpenTimeout}; it must be from {LeastWait} to {MostWait}.");
        }

        if (faults.Count == 0) return;
        throw new UsageStoreException(
            $"{nameof(PostgreSqlStoreOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }
}
