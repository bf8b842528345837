using Microsoft.Extensions.Hosting;
using TokenUsage.Reporting.Analytics;

namespace TokenUsage;

/// <summary>Keeps the watch for anomalies going while the host runs.</summary>
internal sealed class AnomalyWatchService(AnomalyWatch watch) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => watch.RunAsync(stoppingToken);
}
