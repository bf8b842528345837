using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Quotas;

/// <summary>Finds every fault of the options at once.</summary>
internal static class QuotaOptionsCheck
{
    private static readonly TimeSpan LeastMemory = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostMemory = TimeSpan.FromDays(7);

    public static void Require(PostgreSqlQuotaOptions options)
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

        if (options.RememberResolved < LeastMemory || options.RememberResolved > MostMemory)
        {
            faults.Add(
                $"{nameof(options.RememberResolved)} is {options.RememberResolved}; it must be from {LeastMemory} to "
                + $"{MostMemory}.");
        }

        if (faults.Count == 0) return;
        throw new UsageStoreException(
            $"{nameof(PostgreSqlQuotaOptions)}: {string.Join(' ', faults)}", isPermanent: true);
    }
}
