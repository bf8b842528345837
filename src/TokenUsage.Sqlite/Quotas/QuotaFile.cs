using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>The file of the quotas: beside the store's, and named after it.</summary>
internal sealed class QuotaFile(SqliteStoreOptions options)
{
    public const string Suffix = ".quotas";

    /// <summary>Gets the file's path.</summary>
    /// <exception cref="UsageStoreException">The connection string cannot be used.</exception>
    public string Path => PathOf(DatabaseFile.Locate(options).Path);

    public bool Exists => File.Exists(Path);

    public static string PathOf(string database) =>
        database.EndsWith(Suffix, StringComparison.Ordinal) ? database : database + Suffix;

    /// <summary>Opens the file, and makes it where it is missing.</summary>
    /// <exception cref="UsageStoreException">It cannot be used; the message names the setting that mends it.</exception>
    public SqliteConnection Open()
    {
        var own = new SqliteStoreOptions { ConnectionString = Path, BusyTimeout = options.BusyTimeout };
        DatabaseFile file = DatabaseFile.Locate(own);
        file.Prepare();
        var connection = new SqliteConnection(file.ConnectionString);
        try
        {
            connection.Open();
            NativeVersion.Require(connection);
            long wait = (long)options.BusyTimeout.TotalMilliseconds;
            string patience = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {wait}");
            ConnectionPool.Run(connection, patience);

            // No sync a commit: what a power cut takes back are the last calls' counts, and never the file's order.
            ConnectionPool.Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
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
        if (ReadVersion(connection) == QuotaSchema.Version) return;

        ConnectionPool.Run(connection, "BEGIN IMMEDIATE");
        try
        {
            // Another process may have made the tables while this one waited for the lock.
            if (ReadVersion(connection) == 0) ConnectionPool.Run(connection, QuotaSchema.Tables);
            ConnectionPool.Run(
                connection,
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {QuotaSchema.Version}; COMMIT"));
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
