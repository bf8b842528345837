using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using TokenUsage.Capture;

namespace TokenUsage;

/// <summary>Adds token monitoring to HTTP clients.</summary>
public static class TokenMonitoringHttpClientBuilderExtensions
{
    /// <summary>Observes every model call that passes through this client. Other traffic is left alone.</summary>
    /// <param name="builder">The client; also the one of <c>ConfigureHttpClientDefaults</c>.</param>
    /// <param name="configure">Changes the settings for this client only.</param>
    /// <remarks>
    /// Where it stands among the client's other handlers does not matter: it always sees each attempt that resilience
    /// handlers make. Adding it twice to one client changes nothing.
    /// </remarks>
    public static IHttpClientBuilder AddTokenMonitoring(
        this IHttpClientBuilder builder, Action<CaptureOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        builder.Services.AddTokenMonitoring();

        // After all other configuration, so that handlers added later still stand outside of ours.
        builder.Services.AddOptions<HttpClientFactoryOptions>(builder.Name).PostConfigure(
            options => options.HttpMessageHandlerBuilderActions.Add(handlers => AddHandlers(handlers, configure)));
        return builder;
    }

    private static void AddHandlers(HttpMessageHandlerBuilder builder, Action<CaptureOptions>? configure)
    {
        if (builder.AdditionalHandlers.Any(handler => handler is TokenUsageHandler)) return;

        IServiceProvider services = builder.Services;
        if (services.GetTrackingService<WireObserver>() is not { } observer) return;

        builder.AdditionalHandlers.Insert(0, new OperationHandler(services.GetRequiredService<TimeProvider>()));
        builder.AdditionalHandlers.Add(new TokenUsageHandler(
            observer,
            services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Capture.With(configure)));
    }
}
