using Microsoft.Data.Sqlite;
using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Refuses a native SQLite that can corrupt a write-ahead log.</summary>
/// <remarks>
/// Versions 3.7.0 to 3.51.2 could damage the database when two connections wrote and checkpointed at once. Falling back to a rollback journal was rejected: readers would block writers.
/// </remarks>
internal static class NativeVersion
{
    public static Version Least { get; } = new(3, 51, 3);

    public static void Require(SqliteConnection connection) => Require(Version.Parse(connection.ServerVersion));

    public static void Require(Version found)
    {
        if (found >= Least) return;
        throw new UsageStoreException(
            $"The native SQLite is {found}; {Least} or newer is needed, since older ones can corrupt a database in WAL "
            + "mode. Reference SQLitePCLRaw.bundle_e_sqlite3 3.0.5 or newer in the application.",
            isPermanent: true);
    }
}
