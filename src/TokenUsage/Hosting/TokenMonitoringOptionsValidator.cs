using Microsoft.Extensions.Options;
using TokenUsage.Recording;

namespace TokenUsage;

/// <summary>Reports every fault of every stage at once.</summary>
internal sealed class TokenMonitoringOptionsValidator : IValidateOptions<TokenMonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenMonitoringOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        faults.AddResult(new RecordingOptionsValidator().Validate(name, options.Recording));
        return faults.Build();
    }
}
