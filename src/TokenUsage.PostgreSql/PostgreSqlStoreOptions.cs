using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>Where and how the PostgreSQL store keeps its data.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>Gets or sets the connection string: <c>Host=db;Database=usage;Username=app;Password=…</c>.</summary>
    /// <value>Required, unless <see cref="DataSource"/> is set.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Gets or sets a data source of the application's own, which the store uses and does not dispose.</summary>
    /// <value>The default is <see langword="null"/>: the store makes one of <see cref="ConnectionString"/>.</value>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>Gets or sets the connection string of a replica from which queries read.</summary>
    /// <value>The default is <see langword="null"/>: queries read where records are written.</value>
    /// <remarks>A replica lags behind: what was just recorded shows a little later.</remarks>
    public string? ReadConnectionString { get; set; }

    /// <summary>Gets or sets the schema that holds the tables. It is created where it is missing.</summary>
    /// <value>Lower-case letters, digits and underscores, at most 48. The default is <c>token_usage</c>.</value>
    public string Schema { get; set; } = PostgreSqlSchema.DefaultName;

    /// <summary>Gets or sets whether the store brings its tables up to date when it is opened.</summary>
    /// <value>
    /// The default is <see langword="true"/>. Where the application may not create tables, set it to
    /// <see langword="false"/> and run <see cref="PostgreSqlSchema.CreateScript"/> as their owner.
    /// </value>
    public bool UpgradeSchema { get; set; } = true;

    /// <summary>Gets or sets how long opening the store may take before it is given up.</summary>
    /// <value>From 100 ms to one hour. The default is 4 seconds.</value>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Gets the combinations of dimensions for which totals are kept besides those by each single dimension.</summary>
    /// <value>
    /// At most 16, each of one to four dimensions, tags included. The default is none. Every process must name the same;
    /// one that is added later begins with the records from then on, and stays.
    /// </value>
    public IList<UsageCube> Cubes { get; } = [];

    /// <summary>Gets or sets the folder in which records wait for the database.</summary>
    /// <value>
    /// The default is a folder for this database and schema below the user's local application data; none where the user
    /// has no such folder.
    /// </value>
    public string? JournalPath { get; set; }
}
