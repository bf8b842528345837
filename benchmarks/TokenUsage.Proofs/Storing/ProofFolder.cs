using TokenUsage.Sqlite;

namespace TokenUsage.Proofs.Storing;

/// <summary>A folder for a proof's database, gone afterwards.</summary>
internal sealed class ProofFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("token-usage-proof-").FullName;

    public string Database => Path.Combine(_path, "usage.db");

    public SqliteStoreOptions StoreOptions => new() { ConnectionString = $"Data Source={Database}" };

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
