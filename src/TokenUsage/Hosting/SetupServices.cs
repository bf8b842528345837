using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TokenUsage.Diagnostics;
using static System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes;

namespace TokenUsage;

/// <summary>Registers settings whose faults obey <see cref="TokenMonitoringOptions.OnSetupFailure"/>.</summary>
internal static class SetupServices
{
    public static void AddSetup(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new StageSwitch(
            () => s.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.Stages));
        services.TryAddSingleton<SetupGuard>();
    }

    /// <summary>Adds settings that are checked at start.</summary>
    public static void AddSettings<[DynamicallyAccessedMembers(PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, Func<IServiceProvider, IValidateOptions<TOptions>> validator)
        where TOptions : class
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        if (services.Any(s => s.ServiceType == typeof(SettingsMark<TOptions>))) return;

        services.AddSingleton(new SettingsMark<TOptions>());
        services.AddSingleton<IValidateOptions<TOptions>>(s => new SetupValidator<TOptions>(validator(s), s));
    }

    public static bool IsOn(this IServiceProvider services, MonitoringStages stage) =>
        services.GetRequiredService<StageSwitch>().IsOn(stage);

    /// <summary>Gets a service where calls are to be observed; null where they are not, or where it cannot be made.</summary>
    public static T? GetTrackingService<T>(this IServiceProvider services)
        where T : class
    {
        if (!services.GetMonitorService<StageSwitch>().IsOn(MonitoringStages.Tracking)) return null;

        SetupFailureRule rule = services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value.OnSetupFailure;
        if (rule == SetupFailureRule.Throw) return services.GetMonitorService<T>();
        try
        {
            return services.GetMonitorService<T>();
        }
        catch (Exception exception)
        {
            services.GetRequiredService<SetupGuard>().Halt(exception.Message, exception);
            return null;
        }
    }
}
