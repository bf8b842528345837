using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Alerting;

namespace TokenUsage;

/// <summary>Takes alerts from the application's configuration, where there is one: also from environment variables.</summary>
internal sealed class AlertConfiguration(IServiceProvider services) : IConfigureOptions<AlertOptions>
{
    public const string SectionName = "TokenUsage:Alerts";

    public void Configure(AlertOptions options)
    {
        // Not a constructor argument: an application without configuration has none to give.
        if (services.GetService<IConfiguration>() is { } configuration)
        {
            AlertSection.Read(configuration.GetSection(SectionName), options);
        }
    }
}
