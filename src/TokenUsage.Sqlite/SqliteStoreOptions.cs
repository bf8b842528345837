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
}
