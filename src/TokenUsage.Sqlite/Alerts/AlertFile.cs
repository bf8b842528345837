using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Alerts;

/// <summary>The file of the alerts: beside the store's, and named after it.</summary>
internal sealed class AlertFile(SqliteStoreOptions options)
{
    public const string Suffix = ".alerts";

    /// <summary>Opens the file, and makes it where it is missing.</summary>
    /// <exception cref="UsageStoreException">It cannot be used; the message names the setting that mends it.</exception>
    public SqliteConnection Open()
    {
        string store = DatabaseFile.Locate(options).Path;
        DatabaseFile file = DatabaseFile.Locate(new SqliteStoreOptions
        {
            ConnectionString = new SqliteConnectionStringBuilder { DataSource = store + Suffix }.ToString(),
            BusyTimeout = options.BusyTimeout,
        });
        file.Prepare();
        var connection = new SqliteConnection(file.ConnectionString);
        try
        {
            connection.Open();
            NativeVersion.Require(connection);
            long wait = (long)options.BusyTimeout.TotalMilliseconds;
            ConnectionPool.Run(
                connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {wait}"));

            // Every commit synced: a message that was sent must not be sent again after a power cut.
            ConnectionPool.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Create(connection);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw file.Explain(exception);
        }
    }

    private static void Create(SqliteConnection connection)
    {
        if (ReadVersion(connection) == AlertSchema.Version) return;

        ConnectionPool.Run(connection, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have made the tables while this one waited for the lock.
            if (ReadVersion(connection) == 0) ConnectionPool.Run(connection, AlertSchema.Tables);
            ConnectionPool.Run(
                connection,
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {AlertSchema.Version}; COMMIT"));
        }
        catch
        {
            ConnectionPool.Run(connection, "ROLLBACK");
            throw;
        }
    }

    private static long ReadVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
