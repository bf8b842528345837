using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TokenUsage;

/// <summary>Adds the monitor to the host's health checks.</summary>
public static class MonitorHealthCheckBuilderExtensions
{
    /// <summary>Adds a check of the store, the recorder, prices, the feed and the process.</summary>
    /// <param name="builder">The builder of the health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">
    /// What an unhealthy monitor is for the application. The default is degraded: calls go on without it.
    /// </param>
    /// <param name="tags">The check's tags.</param>
    public static IHealthChecksBuilder AddTokenMonitoring(
        this IHealthChecksBuilder builder,
        string name = "token-usage",
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<MonitorHealthCheck>(name, failureStatus, tags ?? []);
    }
}
