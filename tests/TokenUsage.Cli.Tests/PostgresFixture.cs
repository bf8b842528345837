using Npgsql;
using TokenUsage.PostgreSql.Tests;

[assembly: AssemblyFixture(typeof(TokenUsage.Cli.Tests.PostgresFixture))]

namespace TokenUsage.Cli.Tests;

/// <summary>One server for the tests of a run that ask for it, and a schema of its own for each.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private static int _schemas;

    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartAsync());

    /// <summary>Gives a schema's address. Skips the test where PostgreSQL is not installed.</summary>
    public async Task<string> NewAddressAsync()
    {
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
        var server = new NpgsqlConnectionStringBuilder((await _server.Value).ConnectionString);
        return $"postgres://{server.Username}:{server.Password}@{server.Host}:{server.Port}/{server.Database}"
            + $"?schema=cli_{Interlocked.Increment(ref _schemas)}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }
}
