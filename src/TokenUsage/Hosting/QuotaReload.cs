using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using TokenUsage.Admission;

namespace TokenUsage;

/// <summary>Takes up the quotas of a configuration that changes while the application runs.</summary>
/// <remarks>
/// By hand and not by the options' own change tokens: those throw a faulty configuration at whoever reloads it, which
/// may be a timer's thread. Here the former quotas stay, and the log says why.
/// </remarks>
internal sealed class QuotaReload(
    IServiceProvider services, QuotaGate gate, IOptionsFactory<QuotaOptions> options, ILogger<QuotaGate> logger)
    : IDisposable
{
    private IDisposable? _registration;

    public void Begin()
    {
        if (services.GetService<IConfiguration>() is not { } configuration) return;

        IConfigurationSection section = configuration.GetSection(QuotaConfiguration.SectionName);
        _registration ??= ChangeToken.OnChange(section.GetReloadToken, Apply);
    }

    public void Dispose() => _registration?.Dispose();

    private void Apply()
    {
        try
        {
            gate.Book.Configure(options.Create(Options.DefaultName).Quotas);
        }
        catch (Exception exception)
        {
            logger.ReloadRefused(exception.Message);
        }
    }
}
