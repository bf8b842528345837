using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Aggregation;
using TokenUsage.Diagnostics;
using TokenUsage.Pricing;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Opens the store before the application starts, and drains to it after everything else has stopped.</summary>
/// <remarks>Opening early makes an unusable store an error at start, where somebody is looking.</remarks>
internal sealed class MonitorLifetime(StageSwitch stages, IServiceProvider services) : IHostedLifecycleService
{
    private UsageRecorder? _recorder;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!stages.IsOn(MonitoringStages.Tracking)) return;

        SetupFailureRule rule = services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.OnSetupFailure;
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
            services.GetRequiredService<SetupGuard>().Succeed();
        }
        catch (Exception exception) when (
            rule == SetupFailureRule.RunUnmonitored && !cancellationToken.IsCancellationRequested)
        {
            services.GetRequiredService<SetupGuard>().Halt(exception.Message, exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Last of all: other services may still finish calls while they stop.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_recorder is not null) await _recorder.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        StoreGate store = services.GetRequiredService<StoreGate>();
        await store.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (stages.IsOn(MonitoringStages.Pricing))
        {
            await services.GetRequiredService<PriceRefresher>()
                .RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        if (stages.IsOn(MonitoringStages.Quotas))
        {
            await services.GetRequiredService<TokenQuotas>().OpenAsync(cancellationToken).ConfigureAwait(false);
            services.GetRequiredService<QuotaReload>().Begin();
        }

        // Before the recorder, which stores what it finds in its journal: a record is then read or observed, not both.
        await services.GetRequiredService<LiveUsage>()
            .WarmUpAsync(store, services.GetRequiredService<ILogger<LiveUsage>>(), cancellationToken)
            .ConfigureAwait(false);

        // Only now: its journal lies beside the store, and a folder that cannot be used is the store's fault to tell.
        _recorder = services.GetRequiredService<UsageRecorder>();
    }
}
