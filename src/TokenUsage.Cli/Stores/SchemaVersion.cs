using Microsoft.Data.Sqlite;

namespace TokenUsage.Cli.Stores;

/// <summary>Reads a database's schema version without opening it as a store, which would migrate it.</summary>
internal static class SchemaVersion
{
    /// <exception cref="InvalidDataException">The file is no SQLite database.</exception>
    public static long Of(FileInfo file)
    {
        try
        {
            string text = new SqliteConnectionStringBuilder
            {
                DataSource = file.FullName,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString();
            using var connection = new SqliteConnection(text);
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version";
            return (long)(command.ExecuteScalar() ?? 0L);
        }
        catch (SqliteException exception)
        {
            throw new InvalidDataException(
                $"'{file.FullName}' cannot be read as a SQLite database: {exception.Message}", exception);
        }
    }
}
