using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;
using TokenUsage.Diagnostics;

namespace TokenUsage;

/// <summary>Keeps rules evaluated and messages going out while the host runs.</summary>
internal sealed class AlertService(StageSwitch stages, IServiceProvider services) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool isOn = stages.IsOn(MonitoringStages.Alerts) && services.GetRequiredService<AlertOptions>().IsEnabled;
        return isOn
            ? Task.WhenAll(
                services.GetRequiredService<AlertWatch>().RunAsync(stoppingToken),
                services.GetRequiredService<DeliveryPump>().RunAsync(stoppingToken))
            : Task.CompletedTask;
    }
}
