using Npgsql;
using TokenUsage.PostgreSql;
using TokenUsage.Recording;

namespace TokenUsage.Proofs.Recording;

/// <summary>Where the killed processes record: SQLite in a folder, or a schema of a PostgreSQL server with the journal in the folder.</summary>
internal sealed record KilledStore(string Folder, string? Server = null, string Schema = "")
{
    private const char Separator = '\t';

    private static int _next;

    /// <summary>Makes a place of its own.</summary>
    public static KilledStore Create(string? server)
    {
        string folder = Directory.CreateTempSubdirectory("tokenusage-kill9-").FullName;
        return new KilledStore(folder, server, $"kill9_{Environment.ProcessId}_{Interlocked.Increment(ref _next)}");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static KilledStore Parse(string line) =>
        line.Split(Separator) is [var folder, { Length: > 0 } server, var schema]
            ? new KilledStore(folder, server, schema)
            : new KilledStore(line.Split(Separator)[0]);

    public override string ToString() => string.Join(Separator, Folder, Server, Schema);

    public TokenMonitor Open(Durability durability) => ProofMonitor.Create(Folder, durability, Use);

    /// <summary>Reads everything that lies there, and adds it up once more.</summary>
    public async Task<StoreContent> ReadAsync()
    {
        if (Server is null) return await StoreContent.OfSqliteAsync(ProofMonitor.DatabaseIn(Folder));

        await using var store = new PostgreSqlUsageStore(
            new PostgreSqlStoreOptions { ConnectionString = Server, Schema = Schema });
        await store.OpenAsync(CancellationToken.None);
        return await StoreContent.OfAsync(store);
    }

    public async Task DeleteAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (Server is null) return;

        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {Schema} CASCADE", connection);
        await drop.ExecuteNonQueryAsync();
    }

    private void Use(ITokenMonitoringBuilder builder)
    {
        if (Server is null) builder.UseSqlite($"Data Source={ProofMonitor.DatabaseIn(Folder)}");
        else builder.UsePostgreSql(Server, options => options.Schema = Schema);
    }
}
