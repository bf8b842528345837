using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TokenUsage;

/// <summary>Tells the host's health checks how the monitor is.</summary>
internal sealed class MonitorHealthCheck(IMonitorHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        MonitorHealth found = await health.CheckAsync(cancellationToken).ConfigureAwait(false);
        ComponentHealth[] unwell = [.. found.Components.Where(c => c.Level != HealthLevel.Healthy)];
        string description = unwell.Length == 0
            ? "All parts of token monitoring are well."
            : string.Join(" ", unwell.Select(c => $"{c.Name}: {c.Description} {c.Recommendation}".TrimEnd()));
        var data = found.Components
            .SelectMany(c => c.Numbers.Select(n => KeyValuePair.Create($"{c.Name}.{n.Key}", (object)n.Value)))
            .ToDictionary(StringComparer.Ordinal);
        return new HealthCheckResult(StatusOf(found.Level, context), description, data: data);
    }

    // An unhealthy monitor is as bad for the application as its registration says.
    private static HealthStatus StatusOf(HealthLevel level, HealthCheckContext context) => level switch
    {
        HealthLevel.Healthy => HealthStatus.Healthy,
        HealthLevel.Degraded => HealthStatus.Degraded,
        _ => context.Registration.FailureStatus,
    };
}
