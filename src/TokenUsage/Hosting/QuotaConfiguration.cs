using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TokenUsage.Admission;

namespace TokenUsage;

/// <summary>Takes quotas from the application's configuration, where there is one: also from environment variables.</summary>
internal sealed class QuotaConfiguration(IServiceProvider services) : IConfigureOptions<QuotaOptions>
{
    public const string SectionName = "TokenUsage:Quotas";

    public void Configure(QuotaOptions options)
    {
        // Not a constructor argument: an application without configuration has none to give.
        if (services.GetService<IConfiguration>() is { } configuration)
        {
            QuotaSection.Read(configuration.GetSection(SectionName), options);
        }
    }
}
