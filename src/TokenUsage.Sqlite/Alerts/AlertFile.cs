using Microsoft.Data.Sqlite;

namespace TokenUsage.Sqlite.Alerts;

/// <summary>The file of the alerts.</summary>
internal sealed class AlertFile(SqliteStoreOptions options)
{
    // Every commit synced: a message that was sent must not be sent again after a power cut.
    private readonly SideFile _file = new(options, ".alerts", (AlertSchema.Tables, AlertSchema.Version), "FULL");

    /// <inheritdoc cref="SideFile.Open"/>
    public SqliteConnection Open() => _file.Open();
}
