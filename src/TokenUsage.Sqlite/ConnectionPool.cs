using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite;

/// <summary>Opens connections and keeps a few that only read.</summary>
internal sealed class ConnectionPool(DatabaseFile file, SqliteStoreOptions options) : IDisposable
{
    /// <summary>A cache of 32 MiB holds the pages that merging touches; the log is folded in every 16 MiB.</summary>
    public const string WriterSettings = "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4096";

    private const int MaxIdle = 4;

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _isClosed;

    public SqliteConnection OpenWriter()
    {
        SqliteConnection connection = Open();
        string level = options.Synchronous == SqliteSynchronous.Normal ? "NORMAL" : "FULL";
        Run(connection, $"PRAGMA synchronous = {level}; {WriterSettings}");
        return connection;
    }

    public SqliteConnection RentReader()
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteUsageStore));
        if (_idle.TryTake(out SqliteConnection? connection)) return connection;

        connection = Open();
        Run(connection, "PRAGMA query_only = ON");
        return connection;
    }

    public void Return(SqliteConnection connection)
    {
        if (_isClosed || _idle.Count >= MaxIdle) connection.Dispose();
        else _idle.Add(connection);
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out SqliteConnection? connection)) connection.Dispose();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(file.ConnectionString);
        try
        {
            connection.Open();
            string wait = ((long)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            Run(connection, $"PRAGMA busy_timeout = {wait}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
