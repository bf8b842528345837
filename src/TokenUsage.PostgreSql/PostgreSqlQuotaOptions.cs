using Npgsql;

namespace TokenUsage.PostgreSql;

/// <summary>Where and how quotas are kept in PostgreSQL.</summary>
public sealed class PostgreSqlQuotaOptions
{
    /// <summary>Gets or sets the connection string: <c>Host=db;Database=usage;Username=app;Password=…</c>.</summary>
    /// <value>Required, unless <see cref="DataSource"/> is set.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Gets or sets a data source of the application's own, which the ledger uses and does not dispose.</summary>
    /// <value>The default is <see langword="null"/>: the ledger makes one of <see cref="ConnectionString"/>.</value>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>Gets or sets the schema that holds the tables. It is created where it is missing.</summary>
    /// <value>Lower-case letters, digits and underscores, at most 48. The default is <c>token_usage</c>.</value>
    public string Schema { get; set; } = PostgreSqlSchema.DefaultName;

    /// <summary>Gets or sets whether the ledger brings its tables up to date with its first step.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UpgradeSchema { get; set; } = true;

    /// <summary>Gets or sets whether a step is done only once the server has it on its disk.</summary>
    /// <value>
    /// The default is <see langword="true"/>, for quotas in money. Without it, a power cut of the server forgets the last
    /// fraction of a second, and one busy account admits some five times as many calls.
    /// </value>
    public bool SynchronousCommit { get; set; } = true;

    /// <summary>Gets or sets how long a resolved call is remembered, so that a repeated message changes nothing.</summary>
    /// <value>From one minute to 7 days. The default is one hour.</value>
    public TimeSpan RememberResolved { get; set; } = TimeSpan.FromHours(1);
}
