using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Storing;

/// <summary>A folder for a proof's database: gone afterwards, but for one that was named, which the next run finds.</summary>
internal sealed class ProofFolder(string? named = null) : IDisposable
{
    private readonly string _path = named is null
        ? Directory.CreateTempSubdirectory("token-usage-proof-").FullName
        : Directory.CreateDirectory(named).FullName;

    public string Database => Path.Combine(_path, "usage.db");

    public SqliteStoreOptions StoreOptions => new() { ConnectionString = $"Data Source={Database}" };

    public void Dispose()
    {
        if (named is null) Directory.Delete(_path, recursive: true);
    }
}
