using System.Text;

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

    /// <summary>Finds the files that hold a text, in UTF-8 or UTF-16.</summary>
    public IReadOnlyList<string> Find(string text) =>
    [
        .. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
        }),
    ];

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
