#pragma warning disable IDE0130 // a verb is found beside AddTokenMonitoring, without a using of its own

using Microsoft.Extensions.DependencyInjection;
using TokenUsage.Providers;
using TokenUsage.Tokenizers;

namespace TokenUsage;

/// <summary>Chooses exact token counts for estimates.</summary>
public static class TokenizerRegistration
{
    /// <summary>Counts tokens in the vocabulary of OpenAI's models, wherever the text is at hand and nobody reported a count.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// The chat client's prompts and streamed answers are then held until the call ends, 64 KiB of an answer at most, so
    /// that an aborted one can be counted. Vocabularies take some 100 MB of memory and are loaded in the background: in
    /// the first second, and for models of other providers, the estimator that was registered before goes on.
    /// </remarks>
    /// <exception cref="InvalidOperationException">No estimator is registered: call AddTokenMonitoring first.</exception>
    public static ITokenMonitoringBuilder UseTokenizers(this ITokenMonitoringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        ServiceDescriptor before =
            builder.Services.LastOrDefault(s => s.ServiceType == typeof(ITokenEstimator) && !s.IsKeyedService)
            ?? throw new InvalidOperationException(
                "No token estimator is registered: call services.AddTokenMonitoring() before UseTokenizers().");
        builder.Services.Remove(before);
        builder.Services.AddSingleton<ITokenEstimator>(s => new OpenAITokenEstimator(Create(before, s)));
        return builder;
    }

    private static ITokenEstimator Create(ServiceDescriptor descriptor, IServiceProvider services) =>
        (ITokenEstimator)(descriptor.ImplementationInstance
            ?? descriptor.ImplementationFactory?.Invoke(services)
            ?? ActivatorUtilities.CreateInstance(services, descriptor.ImplementationType!));
}
