using TokenUsage.Admission;
using TokenUsage.Sqlite;
using TokenUsage.Sqlite.Quotas;

namespace TokenUsage.Proofs.Admission;

/// <summary>The ledger in a SQLite file, in a folder of the proof's own.</summary>
internal sealed class SqliteSharedLedger : ISharedLedger
{
    public string Name => "sqlite";

    public Task<LedgerHost> StartAsync(CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("shared-ledger-").FullName;
        return Task.FromResult(new LedgerHost(
            Path.Combine(folder, "usage.db"), () => Directory.Delete(folder, recursive: true)));
    }

    public IQuotaLedger Connect(string address) => new SqliteQuotaLedger(
        new QuotaFile(new SqliteStoreOptions
        {
            ConnectionString = $"Data Source={address}",
            BusyTimeout = TimeSpan.FromMinutes(1),
        }),
        TimeProvider.System);
}
