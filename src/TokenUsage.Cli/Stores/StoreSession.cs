using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;
using TokenUsage.Recording;
using TokenUsage.Storage;

namespace TokenUsage.Cli.Stores;

/// <summary>A store that is open, with the read door over it.</summary>
internal sealed class StoreSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreSession(ServiceProvider services) => _services = services;

    public IUsageStore Store => _services.GetRequiredService<IUsageStore>();

    public ITokenUsageStats Stats => _services.GetRequiredService<ITokenUsageStats>();

    public IStoreMaintenance Maintenance => _services.GetRequiredService<IStoreMaintenance>();

    public IAuditTrail Trail => _services.GetRequiredService<IAuditTrail>();

    public ITokenAnalytics Analytics => _services.GetRequiredService<ITokenAnalytics>();

    public ITokenReports Reports => _services.GetRequiredService<ITokenReports>();

    public ITokenAlerts Alerts => _services.GetRequiredService<ITokenAlerts>();

    public ITokenDashboard Dashboard => _services.GetRequiredService<ITokenDashboard>();

    public IMonitorHealth Health => _services.GetRequiredService<IMonitorHealth>();

    public IUserErasure Erasure => _services.GetRequiredService<IUserErasure>();

    /// <summary>Opens the store of a SQLite file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mayCreate">Whether a missing file is made; a reader who mistypes a name wants to hear of it.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="InputException">The file is missing.</exception>
    /// <exception cref="UsageStoreException">It cannot be used.</exception>
    public static Task<StoreSession> OpenAsync(FileInfo file, bool mayCreate, CancellationToken cancellationToken) =>
        OpenAsync(file, mayCreate, Durability.Memory, cancellationToken);

    /// <summary>Opens the store and the journal beside it, and adopts what dead processes left there.</summary>
    public static Task<StoreSession> OpenWithJournalAsync(FileInfo file, CancellationToken cancellationToken) =>
        OpenAsync(file, mayCreate: false, Durability.Automatic, cancellationToken);

    /// <exception cref="InputException">The file is missing.</exception>
    public static void RequireThere(FileInfo file)
    {
        if (!file.Exists)
            throw new InputException($"There is no store '{file.FullName}'; name the database with --store.");
    }

    /// <summary>Takes over the quotas that the application of the store published, and every change since.</summary>
    public async Task AdoptQuotasAsync(CancellationToken cancellationToken)
    {
        var log = _services.GetRequiredService<IQuotaChangeLog>();
        _services.GetRequiredService<QuotaGate>().Book.Configure(await log.ReadPublishedAsync(cancellationToken));
        await _services.GetRequiredService<TokenQuotas>().RefreshAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<StoreSession> OpenAsync(
        FileInfo file, bool mayCreate, Durability durability, CancellationToken cancellationToken)
    {
        if (!mayCreate) RequireThere(file);

        var services = new ServiceCollection();

        // In memory as a rule: with a journal, a tool that only reads would adopt what a dead application left.
        services.AddTokenMonitoring(options => options.Recording.Durability = durability)
            .UseReports()
            .UseSqlite($"Data Source={file.FullName}");
        var session = new StoreSession(services.BuildServiceProvider());
        try
        {
            await session.Store.OpenAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
