namespace TokenUsage.Sqlite.Tests;

/// <summary>A folder of its own for a test's database, gone afterwards.</summary>
internal sealed class DatabaseFolder : IDisposable
{
    public DatabaseFolder() => Folder = Directory.CreateTempSubdirectory("token-usage-").FullName;

    public string Folder { get; }

    public string File => Path.Combine(Folder, "usage.db");

    public SqliteStoreOptions Options => new()
    {
        ConnectionString = $"Data Source={File}",
        Synchronous = SqliteSynchronous.Normal, // a test's data need not survive a power cut
    };

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
