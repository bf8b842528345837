using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;
using TokenUsage.Alerting;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Stores;

/// <summary>What a command works with: the read door over a store that is open, or over a service that is asked.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private readonly StoreAddress _address;

    private StoreSession(StoreAddress address, ServiceProvider services) =>
        (_address, _services) = (address, services);

    public IUsageStore Store => _services.GetRequiredService<IUsageStore>();

    public ITokenUsageStats Stats => _services.GetRequiredService<ITokenUsageStats>();

    public IStoreMaintenance Maintenance => _services.GetRequiredService<IStoreMaintenance>();

    public IAuditTrail Trail => _services.GetRequiredService<IAuditTrail>();

    public ITokenAnalytics Analytics => _services.GetRequiredService<ITokenAnalytics>();

    public ITokenQuotas Quotas => _services.GetRequiredService<ITokenQuotas>();

    public QuotaBook QuotaBook => _services.GetRequiredService<QuotaGate>().Book;

    public ITokenReports Reports => _services.GetRequiredService<ITokenReports>();

    public ITokenAlerts Alerts => _services.GetRequiredService<ITokenAlerts>();

    public ITokenDashboard Dashboard => _services.GetRequiredService<ITokenDashboard>();

    public IMonitorHealth Health => _services.GetRequiredService<IMonitorHealth>();

    public IUserErasure Erasure => _services.GetRequiredService<IUserErasure>();

    /// <summary>Opens what an address names.</summary>
    /// <exception cref="InputException">There is nothing, or a setting cannot be meant.</exception>
    /// <exception cref="UsageStoreException">It cannot be used.</exception>
    public static async Task<StoreSession> OpenAsync(
        StoreAddress address, StoreOpening opening, CancellationToken cancellationToken)
    {
        if (!opening.MayCreate)
            await address.RequireThereAsync(opening.Beside, cancellationToken).ConfigureAwait(false);

        var session = new StoreSession(address, ServicesOf(address, opening));
        try
        {
            if (opening.Settings is not null) _ = session._services.GetRequiredService<AlertOptions>();
            if (!address.IsService && address.HasStore(opening.MayCreate))
                await session.Store.OpenAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (OptionsValidationException exception)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw new InputException(string.Join(' ', exception.Failures));
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public static Task<StoreSession> OpenAsync(StoreAddress address, CancellationToken cancellationToken) =>
        OpenAsync(address, StoreOpening.ToRead, cancellationToken);

    /// <summary>Takes over the quotas that the application of the store published, and every change since.</summary>
    /// <remarks>A service has its own already.</remarks>
    public async Task AdoptQuotasAsync(CancellationToken cancellationToken)
    {
        if (_address.IsService) return;

        var log = _services.GetRequiredService<IQuotaChangeLog>();
        QuotaBook.Configure(await log.ReadPublishedAsync(cancellationToken));
        await _services.GetRequiredService<TokenQuotas>().RefreshAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ServiceProvider ServicesOf(StoreAddress address, StoreOpening opening)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(opening.Settings).Build());
        ITokenMonitoringBuilder builder = services
            .AddTokenMonitoring(options => options.Recording.Durability = opening.Durability)
            .UseReports();
        address.Configure(builder, opening.MayCreate);
        return services.BuildServiceProvider();
    }
}
