using Npgsql;
using TokenUsage.Storage;

namespace TokenUsage.PostgreSql;

/// <summary>One schema of one server: its connections, and the SQL that names it.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Placeholder = "$schema$";

    private readonly bool _isOwner;

    private Database(NpgsqlDataSource source, bool isOwner, string schema)
    {
        Source = source;
        _isOwner = isOwner;
        Schema = schema;
        var place = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Name = $"'{place.Database ?? place.Username}' at {place.Host}:{place.Port}";
        User = place.Username ?? "";
    }

    public NpgsqlDataSource Source { get; }

    public string Schema { get; }

    /// <summary>Gets database and host, for messages. Never the connection string, which holds a password.</summary>
    public string Name { get; }

    public string User { get; }

    /// <summary>Uses the application's own data source, or makes one.</summary>
    /// <exception cref="UsageStoreException">The connection string cannot be read.</exception>
    /// <remarks><c>verb</c> is the registration that was given the connection string, for the message.</remarks>
    public static Database Connect(
        NpgsqlDataSource? given, string connectionString, string schema, string verb, string? serverOptions = null)
    {
        if (given is not null) return new Database(given, isOwner: false, schema);

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            builder.ApplicationName ??= "TokenUsage";
            if (serverOptions is not null) builder.Options = $"{builder.Options} {serverOptions}".Trim();
            return new Database(NpgsqlDataSource.Create(builder.ConnectionString), isOwner: true, schema);
        }
        catch (ArgumentException exception)
        {
            // Not the text itself: it may hold a password.
            throw new UsageStoreException(
                $"The connection string of {verb}(...) cannot be read: {exception.Message} Write it as "
                + "'Host=db;Database=usage;Username=app;Password=…'.",
                isPermanent: true,
                exception);
        }
    }

    /// <summary>Puts the schema's name into a statement.</summary>
    public string Sql(string text) => text.Replace(Placeholder, Schema, StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _isOwner ? Source.DisposeAsync() : default;
}
