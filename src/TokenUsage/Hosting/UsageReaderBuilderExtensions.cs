using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Providers;

namespace TokenUsage;

/// <summary>Adds wire formats of the application's own.</summary>
public static class UsageReaderBuilderExtensions
{
    /// <summary>Adds a format. It is asked before the built-in ones, and may take a request from them.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="reader">The format's reader, shared by all calls.</param>
    public static ITokenMonitoringBuilder AddReader(this ITokenMonitoringBuilder builder, IUsageReader reader)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reader);

        builder.Services.AddSingleton(reader);
        return builder;
    }
}
