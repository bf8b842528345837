using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Opens the store before the application starts, and drains to it after everything else has stopped.</summary>
/// <remarks>Opening early makes an unusable store an error at start, where somebody is looking.</remarks>
internal sealed class MonitorLifetime(
    StoreGate store, UsageRecorder recorder, IOptions<TokenMonitoringOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken).AsTask();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Last of all: other services may still finish calls while they stop.
    public async Task StoppedAsync(CancellationToken cancellationToken) =>
        await recorder.FlushAsync(options.Value.Recording.DrainTimeout, cancellationToken).ConfigureAwait(false);
}
