using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Reporting.Dashboards;

namespace TokenUsage;

/// <summary>Registers the overview as text.</summary>
internal static class DashboardRegistration
{
    public static TokenMonitoringBuilder AddDashboard(this TokenMonitoringBuilder builder)
    {
        builder.Services.TryAddSingleton<ITokenDashboard>(services => new TokenDashboard(
            zone => new DashboardReader(
                services.GetRequiredService<ITokenUsageStats>(),
                services.GetRequiredService<ITokenAnalytics>(),
                services.GetRequiredService<ITokenQuotas>(),
                services.GetRequiredService<ITokenAlerts>(),
                services.GetRequiredService<TimeProvider>(),
                zone),
            services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
