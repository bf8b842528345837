using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>The database's place on disk, checked before SQLite sees it: its own words for these faults help nobody.</summary>
internal sealed class DatabaseFile
{
    private const string Setting = "Data Source in UseSqlite(...)";

    private DatabaseFile(string path, string connectionString)
    {
        Path = path;
        ConnectionString = connectionString;
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>Reads the options' connection string.</summary>
    /// <exception cref="UsageStoreException">It cannot be used.</exception>
    public static DatabaseFile Locate(SqliteStoreOptions options)
    {
        SqliteConnectionStringBuilder builder = Parse(options.ConnectionString);
        string source = builder.DataSource;
        if (source.Length == 0)
        {
            throw Fault("The connection string of UseSqlite(...) names no file. Write it as 'Data Source=usage.db'.");
        }

        if (source == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            throw Fault(
                "UseSqlite(...) was given an in-memory database. Leave UseSqlite out to keep usage in memory, or name "
                + "a file as Data Source.");
        }

        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw Fault($"{Setting} is the URI '{source}'. Write a plain path.");
        }

        builder.DataSource = System.IO.Path.GetFullPath(source);
        builder.Pooling = false; // the store keeps its own connections, and must be able to let go of the file
        return new DatabaseFile(builder.DataSource, builder.ToString());
    }

    /// <summary>Reads the options' connection string, for those who do not need it to be right.</summary>
    public static DatabaseFile? TryLocate(SqliteStoreOptions options)
    {
        try
        {
            return Locate(options);
        }
        catch (UsageStoreException)
        {
            return null;
        }
    }

    /// <summary>Creates the file, readable and writable for its owner only, if it is not there.</summary>
    /// <exception cref="UsageStoreException">It cannot be created or written.</exception>
    public void Prepare()
    {
        string? folder = System.IO.Path.GetDirectoryName(Path);
        if (Directory.Exists(Path)) throw Fault($"'{Path}' is a folder. Name a file in it as {Setting}.");
        if (!Directory.Exists(folder))
        {
            throw Fault(
                $"The folder '{folder}' of the database '{Path}' does not exist. Create it, or change {Setting}.");
        }

        try
        {
            var creation = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
            creation.Share = FileShare.ReadWrite | FileShare.Delete;
            if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(Path, creation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageStoreException(
                $"The database '{Path}' cannot be written: {exception.Message} Give this process write access to the "
                + $"file and its folder, or change {Setting}.",
                isPermanent: true,
                exception);
        }
    }

    /// <summary>Says what a fault of SQLite at the start means.</summary>
    public UsageStoreException Explain(SqliteException exception)
    {
        string meaning = exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_NOTADB =>
                "is no SQLite database, or an encrypted one. Restore it, or name another file as",
            SQLitePCL.raw.SQLITE_CORRUPT => "is damaged. Restore it from a backup, or name another file as",
            SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM =>
                "cannot be written. Give this process write access to the file and its folder, or change",
            SQLitePCL.raw.SQLITE_CANTOPEN => "cannot be opened. Check the rights of the file and its folder, or change",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                "is in use by another process that does not let go. End it, raise SqliteStoreOptions.BusyTimeout, or "
                + "change",
            SQLitePCL.raw.SQLITE_FULL => "does not fit on its disk. Make room, or change",
            _ => "cannot be used. See the inner exception, or change",
        };
        bool isPermanent = exception.SqliteErrorCode
            is not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL);
        return new UsageStoreException(
            $"The database '{Path}' {meaning} {Setting}. (SQLite says: {exception.Message})", isPermanent, exception);
    }

    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        if (IsPlainPath(connectionString)) return new SqliteConnectionStringBuilder { DataSource = connectionString };

        try
        {
            return new SqliteConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            // Not the text itself: it may hold a password.
            throw new UsageStoreException(
                $"The connection string of UseSqlite(...) cannot be read: {exception.Message} Write it as 'Data "
                + $"Source=usage.db'.",
                isPermanent: true,
                exception);
        }
    }

    // "usage.db" is plain enough to mean. A text without an extension is rather a connection string gone wrong.
    private static bool IsPlainPath(string text) =>
        text.AsSpan().IndexOfAny('=', ';') < 0 && System.IO.Path.HasExtension(text);

    private static UsageStoreException Fault(string message) => new(message, isPermanent: true);
}
