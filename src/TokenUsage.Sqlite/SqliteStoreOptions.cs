using TokenUsage.Storage;

namespace TokenUsage.Sqlite;

/// <summary>Where and how the SQLite store keeps its data.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>Gets or sets the connection string, <c>Data Source=usage.db</c>, or just the path of a file with an extension.</summary>
    /// <value>Required. A relative path starts at the current directory. <c>:memory:</c> is refused: it is the default store's part.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Gets or sets when a commit counts as done.</summary>
    /// <value>The default is <see cref="SqliteSynchronous.Full"/>; with batches it costs little.</value>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>Gets or sets how long to wait for another process that is writing to the same file.</summary>
    /// <value>From zero to one hour. The default is 5 seconds; then the recorder tries again.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the combinations of dimensions for which totals are kept besides those by each single dimension.</summary>
    /// <value>
    /// At most 16, each of one to four dimensions, tags included. The default is none. A combination that was once here is
    /// kept for as long as the file is; one that is added later begins with the records from then on.
    /// </value>
    public IList<UsageCube> Cubes { get; } = [];
}
