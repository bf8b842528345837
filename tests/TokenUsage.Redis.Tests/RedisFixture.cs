namespace TokenUsage.Redis.Tests;

/// <summary>One server for the tests of a class; each test has a key prefix of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisServer? _server;

    public string Configuration => _server?.Configuration ?? "";

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsInstalled) return;
        _server = new RedisServer();
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        return default;
    }
}
