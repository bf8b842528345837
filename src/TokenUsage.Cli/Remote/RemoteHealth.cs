namespace TokenUsage.Cli.Remote;

/// <summary>How the monitor of a running service is.</summary>
internal sealed class RemoteHealth(ServiceClient client) : IMonitorHealth
{
    public ValueTask<MonitorHealth> CheckAsync(CancellationToken cancellationToken = default) => client.GetAsync(
        "health", new QueryText(), ServiceClient.Json.MonitorHealth, cancellationToken);
}
