namespace TokenUsage;

/// <summary>Says how the monitor is. The health check, the dashboard and the command line all ask here.</summary>
public interface IMonitorHealth
{
    /// <summary>Asks every part.</summary>
    /// <returns>What they say; a part that fails to answer, or takes more than five seconds, is unhealthy.</returns>
    ValueTask<MonitorHealth> CheckAsync(CancellationToken cancellationToken = default);
}
