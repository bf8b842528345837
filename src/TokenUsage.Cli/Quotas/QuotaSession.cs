using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;

namespace TokenUsage.Cli.Quotas;

/// <summary>The quotas of one SQLite file, as the application's own processes see them.</summary>
internal sealed class QuotaSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private QuotaSession(ServiceProvider services) => _services = services;

    public ITokenQuotas Quotas => _services.GetRequiredService<ITokenQuotas>();

    public QuotaBook Book => _services.GetRequiredService<QuotaGate>().Book;

    /// <summary>Opens a file: with the quotas that the application published, and every change since.</summary>
    public static async Task<QuotaSession> OpenAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists && !File.Exists(file.FullName + ".quotas"))
        {
            throw new FileNotFoundException($"There is no file '{file.FullName}'. Name the one of UseSqlite(…).");
        }

        var services = new ServiceCollection();
        ITokenMonitoringBuilder builder = services.AddTokenMonitoring();

        // With the store, where there is one: its audit trail names who made the change.
        if (file.Exists) builder.UseSqlite($"Data Source={file.FullName}");
        else builder.UseSqliteQuotas($"Data Source={file.FullName}");
        ServiceProvider provider = services.BuildServiceProvider();
        var session = new QuotaSession(provider);
        var log = provider.GetRequiredService<IQuotaChangeLog>();
        session.Book.Configure(await log.ReadPublishedAsync(cancellationToken).ConfigureAwait(false));
        await provider.GetRequiredService<TokenQuotas>().RefreshAsync(cancellationToken).ConfigureAwait(false);
        return session;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
