using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenUsage.Capture;

namespace TokenUsage;

/// <summary>Adds token monitoring to chat clients.</summary>
public static class TokenMonitoringChatClientBuilderExtensions
{
    /// <summary>Observes every call that passes this place of the pipeline.</summary>
    /// <param name="builder">The pipeline. <c>AddTokenMonitoring()</c> must have been called on its services.</param>
    /// <param name="configure">Changes the settings for this client only.</param>
    /// <remarks>
    /// Put it last, next to the model: each round trip of a tool loop is then one record. Where the HTTP handler sees
    /// the same call, the handler's record stands and this one gives none.
    /// </remarks>
    public static ChatClientBuilder UseTokenMonitoring(
        this ChatClientBuilder builder, Action<CaptureOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Where it is switched off there is no decorator: the inner client itself is the pipeline's next step.
        return builder.Use((inner, services) => services.GetTrackingService<CallObserver>() is { } observer
            ? new TokenUsageChatClient(
                inner,
                observer,
                services.GetMonitorService<IOptions<TokenMonitoringOptions>>().Value.Capture.With(configure),
                services.GetMonitorService<ILogger<TokenUsageChatClient>>())
            : inner);
    }
}
