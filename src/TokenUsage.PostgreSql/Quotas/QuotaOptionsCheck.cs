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
        ConnectionCheck.AddFaults(options.DataSource, options.ConnectionString, options.Schema, faults);
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
