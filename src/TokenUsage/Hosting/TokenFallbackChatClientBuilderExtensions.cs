using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Admission;
using TokenUsage.Capture.Routing;

namespace TokenUsage;

/// <summary>Adds fallbacks to chat clients.</summary>
public static class TokenFallbackChatClientBuilderExtensions
{
    /// <summary>Sends each call to the first of several models that takes it: that its quotas admit, and that answers.</summary>
    /// <param name="builder">The pipeline. Call it before <c>UseTokenMonitoring()</c>, so that each attempt is seen.</param>
    /// <param name="configure">Lists the models and sets their order.</param>
    /// <exception cref="ArgumentException">No model is listed.</exception>
    public static ChatClientBuilder UseTokenFallback(this ChatClientBuilder builder, Action<FallbackOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var options = new FallbackOptions();
        configure(options);
        if (options.Targets.Count == 0)
        {
            throw new ArgumentException(
                "UseTokenFallback lists no model. Add one with options.Add(…).", nameof(configure));
        }

        return builder.Use((inner, services) => new RoutedChatClient(
            inner,
            options,
            services.GetServices<IUsageObserver>().OfType<TargetHealth>().First(),
            services.GetMonitorService<ICallCeilings>()));
    }
}
