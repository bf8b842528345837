using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Capture;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>The monitor of a program that has no container.</summary>
/// <remarks>Dispose it at the program's end: what is under way is then stored. Safe for concurrent use.</remarks>
public sealed class TokenMonitor : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TokenMonitor(ServiceProvider services) => _services = services;

    /// <summary>Gets the read door.</summary>
    public ITokenUsageStats Stats => _services.GetRequiredService<ITokenUsageStats>();

    /// <summary>Gets the write door for calls that nothing wraps.</summary>
    public ITokenTracker Tracker => _services.GetRequiredService<ITokenTracker>();

    /// <summary>Gets what the store refuses for ever, and the call that offers it again.</summary>
    public IUsageQuarantine Quarantine => _services.GetRequiredService<IUsageQuarantine>();

    /// <summary>Gets the quotas: asks them, reads them, changes them.</summary>
    public ITokenQuotas Quotas => _services.GetRequiredService<ITokenQuotas>();

    /// <summary>Gets the alerts: lists them, takes them up, raises them.</summary>
    /// <remarks>Rules are evaluated, and messages sent, by a host's background services only.</remarks>
    public ITokenAlerts Alerts => _services.GetRequiredService<ITokenAlerts>();

    /// <summary>Creates a monitor.</summary>
    /// <param name="configure">Chooses a store, prices and readers. By default records are kept in memory.</param>
    /// <exception cref="OptionsValidationException">A setting is out of range; the message names every one.</exception>
    public static TokenMonitor Create(Action<ITokenMonitoringBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        ITokenMonitoringBuilder builder = services.AddTokenMonitoring();
        configure?.Invoke(builder);
        ServiceProvider provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value;
        _ = provider.GetRequiredService<IOptions<QuotaOptions>>().Value;
        return new TokenMonitor(provider);
    }

    /// <summary>Opens the store and takes up the changes to the quotas now, so that one that cannot be used is an error here and not a warning later.</summary>
    /// <exception cref="UsageStoreException">The store cannot be used; the message names the setting that mends it.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        await _services.GetRequiredService<StoreGate>().OpenAsync(cancellationToken).ConfigureAwait(false);
        await _services.GetRequiredService<TokenQuotas>().OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a handler that observes every model call: <c>new HttpClient(monitor.CreateHandler())</c>.</summary>
    /// <param name="innerHandler">The handler that makes the calls; by default a new <see cref="SocketsHttpHandler"/>.</param>
    public DelegatingHandler CreateHandler(HttpMessageHandler? innerHandler = null) =>
        new TokenUsageHandler(
            _services.GetRequiredService<WireObserver>(),
            _services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Capture)
        {
            InnerHandler = innerHandler ?? new SocketsHttpHandler(),
        };

    /// <summary>Wraps a chat client so that every call is observed.</summary>
    public IChatClient Observe(IChatClient client) =>
        new ChatClientBuilder(client).UseTokenMonitoring().Build(_services);

    /// <summary>Stores what is under way, for as long as <see cref="RecordingOptions.DrainTimeout"/> allows.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
