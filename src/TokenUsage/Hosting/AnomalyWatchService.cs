using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Diagnostics;
using TokenUsage.Reporting.Analytics;

namespace TokenUsage;

/// <summary>Keeps the watch for anomalies going while the host runs.</summary>
internal sealed class AnomalyWatchService(StageSwitch stages, IServiceProvider services) : BackgroundService
{
    // The watch is made here: of a monitor that could not be set up, nothing is.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => stages.IsOn(MonitoringStages.Tracking)
        ? services.GetRequiredService<AnomalyWatch>().RunAsync(stoppingToken)
        : Task.CompletedTask;
}
