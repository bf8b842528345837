using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Alerting;
using TokenUsage.Recording;

namespace TokenUsage.Cli.Alerts;

/// <summary>The alerts of one SQLite file, as the application's own processes see them.</summary>
internal sealed class AlertSession : IAsyncDisposable
{
    private const string Section = "TokenUsage:Alerts:";

    private readonly ServiceProvider _services;

    private AlertSession(ServiceProvider services) => _services = services;

    public ITokenAlerts Alerts => _services.GetRequiredService<ITokenAlerts>();

    /// <summary>Opens a file, with the built-in rules and those of the settings.</summary>
    /// <exception cref="InputException">The file is missing, or a setting cannot be meant.</exception>
    public static AlertSession Open(FileInfo file, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        if (!file.Exists && !File.Exists(file.FullName + ".alerts"))
            throw new InputException($"There is no store '{file.FullName}'; name the database with --store.");

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            (settings ?? []).Select(pair => KeyValuePair.Create(Section + pair.Key, pair.Value))).Build());

        // In memory: with a journal, a tool that only reads would adopt the records of an application that has died.
        services.AddTokenMonitoring(options => options.Recording.Durability = Durability.Memory)
            .UseSqlite($"Data Source={file.FullName}");
        ServiceProvider provider = services.BuildServiceProvider();
        try
        {
            _ = provider.GetRequiredService<AlertOptions>();
        }
        catch (OptionsValidationException exception)
        {
            provider.Dispose();
            throw new InputException(string.Join(' ', exception.Failures));
        }

        return new AlertSession(provider);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
