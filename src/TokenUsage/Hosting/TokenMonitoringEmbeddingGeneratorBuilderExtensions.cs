using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using TokenUsage.Capture;

namespace TokenUsage;

/// <summary>Adds token monitoring to embedding generators.</summary>
public static class TokenMonitoringEmbeddingGeneratorBuilderExtensions
{
    /// <summary>Observes every call that passes this place of the pipeline.</summary>
    /// <param name="builder">The pipeline. <c>AddTokenMonitoring()</c> must have been called on its services.</param>
    /// <param name="configure">Changes the settings for this generator only.</param>
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseTokenMonitoring<TInput, TEmbedding>(
        this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder, Action<CaptureOptions>? configure = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Use((inner, services) => services.GetTrackingService<CallObserver>() is { } observer
            ? new TokenUsageEmbeddingGenerator<TInput, TEmbedding>(
                inner,
                observer,
                services.GetMonitorService<IOptions<TokenMonitoringOptions>>().Value.Capture.With(configure))
            : inner);
    }
}
