using TokenUsage.Cli.Remote;

namespace TokenUsage.Cli.Stores;

/// <summary>Where usage is kept: a SQLite file, a PostgreSQL database, or a running service that is asked for it.</summary>
internal abstract class StoreAddress
{
    /// <summary>Gets the address as it may be shown: without a password or a token.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the database file, where it is one.</summary>
    public virtual FileInfo? File => null;

    /// <summary>Gets whether this is a service that answers questions, rather than a database that can be opened.</summary>
    public virtual bool IsService => false;

    /// <summary>Reads an address.</summary>
    /// <param name="text">A path, <c>postgres://…</c>, a connection string of Npgsql, or <c>http(s)://…</c>.</param>
    /// <param name="token">What a service is told in order to be let in.</param>
    /// <exception cref="InputException">It cannot be meant.</exception>
    public static StoreAddress Parse(string text, string? token = null)
    {
        if (PostgreSqlAddress.IsMeant(text)) return PostgreSqlAddress.Read(text);
        if (ServiceAddress.IsMeant(text)) return ServiceAddress.Read(text, token);

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            throw new InputException(
                $"--store {text[..scheme]}://… is no kind of store; name a file, postgres://host/database, or the "
                + "http:// or https:// address of a running service.");
        }

        return text.Length > 0
            ? new SqliteAddress(new FileInfo(text))
            : throw new InputException("--store is empty; name a file, a PostgreSQL database or a service.");
    }

    /// <summary>Makes a monitor read and write here.</summary>
    public abstract void Configure(ITokenMonitoringBuilder builder, bool mayCreate);

    /// <summary>Says whether there is a store to open, rather than what lies beside one.</summary>
    public virtual bool HasStore(bool mayCreate) => true;

    /// <summary>Refuses a name behind which there is nothing: whoever mistypes it wants to hear of it.</summary>
    /// <param name="beside">The ending of a file beside a SQLite database that is enough too.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="InputException">There is nothing.</exception>
    public abstract Task RequireThereAsync(string? beside, CancellationToken cancellationToken);

    /// <summary>Reads the version of a database's schema without opening it as a store, which would migrate it.</summary>
    public abstract Task<long> ReadSchemaVersionAsync(CancellationToken cancellationToken);

    /// <summary>Refuses a service where a database is needed.</summary>
    /// <param name="why">What the command does that a service is not asked for: <c>'import' writes records</c>.</param>
    /// <param name="instead">What to do instead, where that is not to name the database.</param>
    /// <exception cref="InputException">It is a service.</exception>
    public void RequireDatabase(string why, string? instead = null)
    {
        if (!IsService) return;

        throw new InputException(
            $"{why}, and {Name} is a running service, which does not do that for others. "
            + (instead ?? "Give --store the service's database: usage.db or postgres://host/database."));
    }
}
