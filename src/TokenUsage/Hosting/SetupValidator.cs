using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TokenUsage;

/// <summary>Lets settings that are out of range halt the monitor, where that was chosen, and else the application.</summary>
internal sealed class SetupValidator<TOptions>(IValidateOptions<TOptions> inner, IServiceProvider services)
    : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ValidateOptionsResult result = inner.Validate(name, options);
        if (!result.Failed) return result;

        TokenMonitoringOptions monitor = options as TokenMonitoringOptions
            ?? services.GetRequiredService<IOptions<TokenMonitoringOptions>>().Value;
        if (monitor.OnSetupFailure == SetupFailureRule.Throw) return result;

        SetupGuard guard = services.GetRequiredService<SetupGuard>();
        if (guard.IsOver) return result;

        guard.Halt(result.FailureMessage);
        return ValidateOptionsResult.Success;
    }
}
