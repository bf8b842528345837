using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>A database beside the store's and named after it, for what must not wait behind the store's writer.</summary>
/// <param name="options">Where the store is.</param>
/// <param name="suffix">What its name adds to the store's.</param>
/// <param name="schema">Its tables, as SQL, and their version.</param>
/// <param name="synchronous">SQLite's word for what a commit waits for: <c>NORMAL</c> or <c>FULL</c>.</param>
internal sealed class SideFile(
    SqliteStoreOptions options, string suffix, (string Tables, int Version) schema, string synchronous)
{
    /// <summary>Gets the file's path.</summary>
    /// <exception cref="UsageStoreException">The connection string cannot be used.</exception>
    public string Path
    {
        get
        {
            string database = DatabaseFile.Locate(options).Path;
            return database.EndsWith(suffix, StringComparison.Ordinal) ? database : database + suffix;
        }
    }

    /// <summary>Opens the file, and makes it where it is missing.</summary>
    /// <exception cref="UsageStoreException">It cannot be used; the message names the setting that mends it.</exception>
    public SqliteConnection Open()
    {
        DatabaseFile file = DatabaseFile.Locate(new SqliteStoreOptions
        {
            ConnectionString = new SqliteConnectionStringBuilder { DataSource = Path }.ToString(),
            BusyTimeout = options.BusyTimeout,
        });
        file.Prepare();
        var connection = new SqliteConnection(file.ConnectionString);
        try
        {
            connection.Open();
            NativeVersion.Require(connection);
            long wait = (long)options.BusyTimeout.TotalMilliseconds;
            Run(connection, $"PRAGMA busy_timeout = {wait}");
            ConnectionPool.Run(connection, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}");
            Create(connection);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw file.Explain(exception);
        }
    }

    private void Create(SqliteConnection connection)
    {
        if (ReadVersion(connection) == schema.Version) return;

        ConnectionPool.Run(connection, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have made the tables while this one waited for the lock.
            if (ReadVersion(connection) == 0) ConnectionPool.Run(connection, schema.Tables);
            Run(connection, $"PRAGMA user_version = {schema.Version}; COMMIT");
        }
        catch
        {
            ConnectionPool.Run(connection, "ROLLBACK");
            throw;
        }
    }

    private static void Run(SqliteConnection connection, FormattableString statement) =>
        ConnectionPool.Run(connection, statement.ToString(CultureInfo.InvariantCulture));

    private static long ReadVersion(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
