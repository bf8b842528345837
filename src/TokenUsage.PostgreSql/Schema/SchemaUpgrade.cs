using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql.Schema;

/// <summary>Brings a schema from whichever version it has to today's, all in one transaction.</summary>
internal static class SchemaUpgrade
{
    /// <exception cref="UsageStoreException">The schema is newer than this code, or missing and not to be made.</exception>
    public static async ValueTask RunAsync(Database database, bool isAllowed, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = await database.Source.OpenConnectionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = connection.ConfigureAwait(false);
        int version = await ReadVersionAsync(connection, database, cancellationToken).ConfigureAwait(false) ?? 0;
        RequireKnown(version, database);
        if (version == StoreSchema.Version) return;

        if (!isAllowed)
        {
            throw new UsageStoreException(
                $"The schema '{database.Schema}' of {database.Name} has tables of version {version}, and version "
                + $"{StoreSchema.Version} is needed. Run the script of {nameof(PostgreSqlSchema)}."
                + $"{nameof(PostgreSqlSchema.CreateScript)} as their owner, or set UpgradeSchema to true.",
                isPermanent: true);
        }

        await UpgradeAsync(connection, database, cancellationToken).ConfigureAwait(false);
    }

    private static async Task UpgradeAsync(
        NpgsqlConnection connection, Database database, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken)
            .ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = transaction.ConfigureAwait(false);

        // Of processes that start at once, one makes the step; the others find it made.
        await ExecuteAsync(
            connection,
            $"SET LOCAL lock_timeout = '3s'; SELECT pg_advisory_xact_lock(hashtext('{database.Schema}'), 0)",
            cancellationToken).ConfigureAwait(false);
        int version = await ReadVersionAsync(connection, database, cancellationToken).ConfigureAwait(false) ?? 0;
        RequireKnown(version, database);
        if (version == 0) await CreateSchemaAsync(connection, database, cancellationToken).ConfigureAwait(false);
        foreach (string step in StoreSchema.Migrations(database.Schema).Skip(version))
        {
            await ExecuteAsync(connection, step, cancellationToken).ConfigureAwait(false);
        }

        string reached = StoreSchema.Version.ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync(
            connection,
            database.Sql($"UPDATE $schema$.store_info SET value = {reached} WHERE name = 'schema'"),
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    // "IF NOT EXISTS" alone asks for the right to create schemas even where there is nothing to create.
    private static Task CreateSchemaAsync(
        NpgsqlConnection connection, Database database, CancellationToken cancellationToken) => ExecuteAsync(
            connection,
            database.Sql(
                """
                DO $do$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '$schema$') THEN
                        CREATE SCHEMA $schema$;
                    END IF;
                END $do$
                """),
            cancellationToken);

    private static async Task<int?> ReadVersionAsync(
        NpgsqlConnection connection, Database database, CancellationToken cancellationToken)
    {
        // Not to_regclass: that may remember, from before it waited for the lock, that there is no such table.
        object? isThere = await ScalarAsync(
            connection,
            database.Sql(
                """
                SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = '$schema$' AND tablename = 'store_info')
                """),
            cancellationToken).ConfigureAwait(false);
        if (isThere is not true) return null;

        object? version = await ScalarAsync(
            connection,
            database.Sql("SELECT value FROM $schema$.store_info WHERE name = 'schema'"),
            cancellationToken).ConfigureAwait(false);
        return version is long found ? (int)found : null;
    }

    private static void RequireKnown(int version, Database database)
    {
        if (version <= StoreSchema.Version) return;
        throw new UsageStoreException(
            $"The schema '{database.Schema}' of {database.Name} has tables of version {version}, and this version of "
            + $"TokenUsage.PostgreSql knows versions up to {StoreSchema.Version}. Update the package, or choose "
            + "another Schema in UsePostgreSql(...).",
            isPermanent: true);
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using ConfiguredAsyncDisposable closing = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
