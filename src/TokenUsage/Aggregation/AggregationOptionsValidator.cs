using Microsoft.Extensions.Options;

namespace TokenUsage.Aggregation;

internal sealed class AggregationOptionsValidator : IValidateOptions<AggregationOptions>
{
    private const int MaxDimensions = 16;
    private static readonly TimeSpan MaxWarmUp = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, AggregationOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.Dimensions.Count > MaxDimensions || options.Dimensions.Any(d => d.Name.Length == 0)
            || options.Dimensions.Distinct().Count() != options.Dimensions.Count)
        {
            faults.AddError(
                $"are '{string.Join(", ", options.Dimensions)}'; name at most {MaxDimensions}, each once.",
                Member(nameof(options.Dimensions)));
        }

        if (options.MaxKeys is < 1 or > 10_000)
            faults.AddError($"is {options.MaxKeys}; it must be from 1 to 10,000.", Member(nameof(options.MaxKeys)));

        if (options.MaxCells is < 1_000 or > 10_000_000)
        {
            faults.AddError(
                $"is {options.MaxCells}; it must be from 1,000 to 10,000,000.", Member(nameof(options.MaxCells)));
        }

        if (options.WarmUpTimeout < TimeSpan.Zero || options.WarmUpTimeout > MaxWarmUp)
        {
            faults.AddError(
                $"is {options.WarmUpTimeout}; it must be from zero to {MaxWarmUp}.",
                Member(nameof(options.WarmUpTimeout)));
        }

        return faults.Build();
    }

    private static string Member(string name) => $"Aggregation.{name}";
}
