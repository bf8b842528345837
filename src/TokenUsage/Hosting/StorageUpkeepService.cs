using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Diagnostics;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Runs the upkeep of the store while the host runs. Programs without a host call retention themselves.</summary>
internal sealed class StorageUpkeepService(
    StageSwitch stages, IServiceProvider services, TimeProvider time, ILogger<StorageUpkeepService> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!stages.IsOn(MonitoringStages.Storage)) return Task.CompletedTask;

        RetentionOptions retention =
            services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Storage.Retention;
        return new StoreUpkeep(
            services.GetRequiredService<StoreGate>(), services.GetService<ILeaseStore>(), retention, time, logger)
            .RunAsync(stoppingToken);
    }
}
