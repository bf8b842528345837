using Microsoft.Extensions.DependencyInjection;

namespace TokenUsage;

/// <summary>Finds the monitor's services, and says what is missing where they are not registered.</summary>
internal static class MonitorServices
{
    public static T GetMonitorService<T>(this IServiceProvider services)
        where T : class =>
        services.GetService<T>() ?? throw new InvalidOperationException(
            "Token monitoring is not registered: call services.AddTokenMonitoring(), and build the pipeline with "
            + "those services: builder.Build(serviceProvider).");
}
