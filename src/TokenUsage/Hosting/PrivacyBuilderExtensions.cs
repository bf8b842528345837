using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TokenUsage.Capture;

namespace TokenUsage;

/// <summary>Chooses how users are named in what is kept.</summary>
public static class PrivacyBuilderExtensions
{
    /// <summary>Keeps pseudonyms instead of user ids, made with a secret key.</summary>
    /// <param name="builder">The monitor that is being put together.</param>
    /// <param name="configure">Sets the key.</param>
    /// <remarks>Quotas and totals by user go by the pseudonym. Changing the key makes every user a new one.</remarks>
    public static ITokenMonitoringBuilder UsePseudonyms(
        this ITokenMonitoringBuilder builder, Action<PseudonymOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.AddOptionsWithValidateOnStart<PseudonymOptions, PseudonymOptionsValidator>();
        builder.Services.Configure(configure);
        builder.Services.Replace(ServiceDescriptor.Singleton<IUserPseudonymizer, HmacPseudonymizer>());
        return builder;
    }

    /// <summary>Keeps what <paramref name="pseudonymizer"/> makes of user ids instead of the ids.</summary>
    public static ITokenMonitoringBuilder UsePseudonyms(
        this ITokenMonitoringBuilder builder, IUserPseudonymizer pseudonymizer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(pseudonymizer);

        builder.Services.Replace(ServiceDescriptor.Singleton(pseudonymizer));
        return builder;
    }
}
