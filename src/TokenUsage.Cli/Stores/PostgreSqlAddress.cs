using Npgsql;
using TokenUsage.PostgreSql;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Stores;

/// <summary>A PostgreSQL database, with its quotas and alerts in the same schema.</summary>
internal sealed class PostgreSqlAddress : StoreAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];
    private static readonly string[] HostKeys = ["host", "server"];

    private readonly string _connectionString;
    private readonly string _schema;

    private PostgreSqlAddress(NpgsqlConnectionStringBuilder connection, string schema)
    {
        _connectionString = connection.ConnectionString;
        _schema = schema;
        Name = $"postgres://{connection.Host}:{connection.Port}/{connection.Database}"
            + (schema == new PostgreSqlStoreOptions().Schema ? "" : $"?schema={schema}");
    }

    public override string Name { get; }

    public static bool IsMeant(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        || text.Split(';').Select(part => part.Split('=', 2)).Any(
            pair => pair.Length == 2 && HostKeys.Contains(pair[0].Trim(), StringComparer.OrdinalIgnoreCase));

    /// <exception cref="InputException">It names no database; the message does not repeat it, for its password.</exception>
    public static PostgreSqlAddress Read(string text)
    {
        try
        {
            return text.Contains("://", StringComparison.Ordinal)
                ? ReadUrl(text)
                : new PostgreSqlAddress(
                    new NpgsqlConnectionStringBuilder(text), new PostgreSqlStoreOptions().Schema);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or UriFormatException)
        {
            throw new InputException(
                "--store is no PostgreSQL address; write postgres://user@host:5432/database?schema=usage, or a "
                + "connection string of Npgsql: Host=…;Database=…;Username=….");
        }
    }

    public override void Configure(ITokenMonitoringBuilder builder, bool mayCreate) => builder
        .UsePostgreSql(_connectionString, options => options.Schema = _schema)
        .UsePostgreSqlQuotas(options =>
        {
            options.ConnectionString = _connectionString;
            options.Schema = _schema;
        });

    public override async Task RequireThereAsync(string? beside, CancellationToken cancellationToken)
    {
        const string Sql =
            "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'store_info')";
        if (await AskAsync(Sql, cancellationToken, _schema) is true) return;

        throw new InputException(
            $"There is no store in {Name}, schema '{_schema}'; name the database with --store, and the schema as "
            + "postgres://host/database?schema=….");
    }

    public override async Task<long> ReadSchemaVersionAsync(CancellationToken cancellationToken)
    {
        string table = $"\"{_schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\".store_info";
        return await AskAsync($"SELECT value FROM {table} WHERE name = 'schema'", cancellationToken) is long version
            ? version : 0;
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken, params string[] values)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (string value in values) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            return await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new UsageStoreException(
                $"{Name} does not answer: {exception.Message}", isPermanent: false, exception);
        }
    }

    private static PostgreSqlAddress ReadUrl(string text)
    {
        var url = new Uri(text);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Length > 0 ? url.IdnHost : throw new FormatException("There is no host."),
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
        };
        string database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        if (database.Length > 0) connection.Database = database;
        string[] user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0) connection.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) connection.Password = Uri.UnescapeDataString(user[1]);
        string schema = new PostgreSqlStoreOptions().Schema;
        foreach (string part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            string value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            if (pair[0] == "schema") schema = value;
            else connection[KeyOf(pair[0])] = value;
        }

        return new PostgreSqlAddress(connection, schema);
    }

    // The words of libpq, which other tools' addresses are written with.
    private static string KeyOf(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        _ => name.Replace('_', ' '),
    };
}
