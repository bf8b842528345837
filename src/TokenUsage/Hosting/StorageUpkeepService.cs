using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Runs the upkeep of the store while the host runs. Programs without a host call retention themselves.</summary>
internal sealed class StorageUpkeepService(
    StoreGate store, IEnumerable<ILeaseStore> leases, IOptions<TokenMonitoringOptions> options, TimeProvider time,
    ILogger<StorageUpkeepService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new StoreUpkeep(store, leases.FirstOrDefault(), options.Value.Storage.Retention, time, logger)
            .RunAsync(stoppingToken);
}
