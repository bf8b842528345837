using Microsoft.Extensions.Hosting;
using TokenUsage.Alerting;
using TokenUsage.Alerting.Delivery;

namespace TokenUsage;

/// <summary>Keeps rules evaluated and messages going out while the host runs.</summary>
internal sealed class AlertService(AlertWatch watch, DeliveryPump pump, AlertOptions options) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.IsEnabled
        ? Task.WhenAll(watch.RunAsync(stoppingToken), pump.RunAsync(stoppingToken))
        : Task.CompletedTask;
}
