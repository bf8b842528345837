using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Finds out at the start, and not with the first record, that nothing can be written.</summary>
internal static class AccessCheck
{
    private const string Query =
        """
        SELECT current_setting('transaction_read_only') = 'on',
            has_table_privilege('$schema$.usage_record', 'INSERT')
            AND has_table_privilege('$schema$.rollup_tail', 'INSERT')
            AND has_table_privilege('$schema$.rollup', 'INSERT, UPDATE')
        """;

    public static async Task RequireAsync(Database database, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.Source.CreateCommand(database.Sql(Query));
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closingReader = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (reader.GetBoolean(0))
        {
            throw new UsageStoreException(
                $"{database.Name} takes no writes: it is a replica, or set to read only for the user "
                + $"'{database.User}'. Name the primary in UsePostgreSql(...); a replica belongs into "
                + $"{nameof(PostgreSqlStoreOptions.ReadConnectionString)}.",
                isPermanent: false);
        }

        if (reader.GetBoolean(1)) return;
        throw new UsageStoreException(
            $"The user '{database.User}' may not write to the schema '{database.Schema}' of {database.Name}. Grant it "
            + "INSERT, UPDATE and DELETE there (docs/guides/postgresql.md has the list), or name another user in "
            + "UsePostgreSql(...).",
            isPermanent: true);
    }
}
