using Npgsql;

namespace TokenUsage.PostgreSql;

/// <summary>Finds the faults of the settings that store and ledger have in common.</summary>
internal static class ConnectionCheck
{
    public static void AddFaults(
        NpgsqlDataSource? dataSource, string? connectionString, string schema, List<string> faults)
    {
        if (dataSource is null && string.IsNullOrWhiteSpace(connectionString))
        {
            faults.Add(
                $"{nameof(PostgreSqlStoreOptions.ConnectionString)} is empty; write it as "
                + "'Host=db;Database=usage;Username=app', or set "
                + $"{nameof(PostgreSqlStoreOptions.DataSource)}.");
        }

        if (!PostgreSqlSchema.IsName(schema))
        {
            faults.Add(
                $"{nameof(PostgreSqlStoreOptions.Schema)} is '{schema}'; it must be of lower-case letters, digits and "
                + "underscores, begin with no digit, and have at most 48 of them.");
        }
    }
}
