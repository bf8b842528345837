using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Quotas;

/// <summary>The file of the quotas.</summary>
internal sealed class QuotaFile(SqliteStoreOptions options)
{
    // No sync a commit: what a power cut takes back are the last calls' counts, and never the file's order.
    private readonly SideFile _file = new(options, ".quotas", (QuotaSchema.Tables, QuotaSchema.Version), "NORMAL");

    /// <inheritdoc cref="SideFile.Path"/>
    public string Path => _file.Path;

    public bool Exists => File.Exists(Path);

    /// <inheritdoc cref="SideFile.Open"/>
    public SqliteConnection Open() => _file.Open();
}
