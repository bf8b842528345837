using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>Opens the store of a SQLite file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mayCreate">Whether a missing file is made; a reader who mistypes a name wants to hear of it.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="InputException">The file is missing.</exception>
    /// <exception cref="UsageStoreException">It cannot be used.</exception>
    public static async Task<StoreSession> OpenAsync(
        FileInfo file, bool mayCreate, CancellationToken cancellationToken)
    {
        if (!mayCreate && !file.Exists)
            throw new InputException($"There is no store '{file.FullName}'; name the database with --store.");

        var services = new ServiceCollection();

        // In memory: with a journal, a tool that only reads would adopt the records of an application that has died.
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
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

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
