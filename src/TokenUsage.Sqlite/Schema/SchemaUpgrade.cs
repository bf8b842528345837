using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Schema;

/// <summary>Brings a database from whichever version it has to today's, one numbered step a transaction.</summary>
internal static class SchemaUpgrade
{
    public static void Run(SqliteConnection connection, string path)
    {
        int version = ReadPragma(connection, "user_version");
        RequireOurs(connection, version, path);
        if (version > StoreSchema.Version)
        {
            throw new UsageStoreException(
                $"The database '{path}' has schema {version}, and this version of TokenUsage.Sqlite knows schemas up "
                + $"to "
                + $"{StoreSchema.Version}. Update the package, or name another file as Data Source in UseSqlite(...).",
                isPermanent: true);
        }

        while (version < StoreSchema.Version) version = Step(connection, version);
    }

    private static int Step(SqliteConnection connection, int version)
    {
        Execute(connection, "BEGIN EXCLUSIVE");
        try
        {
            // Another process may have made the step while this one waited for the lock.
            int present = ReadPragma(connection, "user_version");
            if (present == version)
            {
                Execute(connection, StoreSchema.Migrations[version].Sql);
                StoreSchema.Migrations[version].Then?.Invoke(connection);
                Execute(connection, $"PRAGMA application_id = {StoreSchema.ApplicationId}");
                Execute(connection, $"PRAGMA user_version = {++present}");
            }

            Execute(connection, "COMMIT");
            return present;
        }
        catch
        {
            Execute(connection, "ROLLBACK");
            throw;
        }
    }

    private static void RequireOurs(SqliteConnection connection, int version, string path)
    {
        if (ReadPragma(connection, "application_id") == StoreSchema.ApplicationId) return;

        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM sqlite_schema";
        bool isEmpty = version == 0 && Convert.ToInt64(count.ExecuteScalar(), CultureInfo.InvariantCulture) == 0;
        if (isEmpty) return;

        throw new UsageStoreException(
            $"The database '{path}' belongs to another application. Give usage a file of its own: change Data Source "
            + $"in UseSqlite(...).",
            isPermanent: true);
    }

    private static int ReadPragma(SqliteConnection connection, string name)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
