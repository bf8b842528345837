using Npgsql;

[assembly: AssemblyFixture(typeof(TokenUsage.PostgreSql.Tests.PostgresFixture))]

namespace TokenUsage.PostgreSql.Tests;

/// <summary>One server for all tests of a run, and a schema of its own for each that asks.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private static int _schemas;

    private PostgresServer? _server;

    public string ConnectionString => _server?.ConnectionString ?? "Host=127.0.0.1;Username=none";

    public static string NextSchema() => $"test_{Interlocked.Increment(ref _schemas)}";

    public static void SkipUnlessInstalled() =>
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.WhyNot is null) _server = await PostgresServer.StartAsync();
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    public PostgreSqlStoreOptions Options(string? schema = null)
    {
        SkipUnlessInstalled();
        return new PostgreSqlStoreOptions
        {
            ConnectionString = ConnectionString,
            Schema = schema ?? NextSchema(),
            OpenTimeout = TimeSpan.FromMinutes(1), // a busy machine must not look like a server that is away
        };
    }

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
