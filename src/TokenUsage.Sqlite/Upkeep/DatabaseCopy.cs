using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite.Upkeep;

/// <summary>Copies one moment of a database into a new file with SQLite's own backup call.</summary>
internal static class DatabaseCopy
{
    public static void Write(SqliteConnection source, string path)
    {
        Create(path);
        try
        {
            using var copy = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            copy.Open();
            source.BackupDatabase(copy);
            ConnectionPool.Run(copy, "PRAGMA journal_mode = DELETE"); // one file, without a log beside it
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static void Create(string path)
    {
        try
        {
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
            if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, creation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageStoreException(
                $"The backup '{path}' cannot be written: {exception.Message} Name a file that does not exist yet, in a "
                + "folder that this process may write.",
                isPermanent: true,
                exception);
        }
    }
}
