using Microsoft.Extensions.Options;

namespace TokenUsage.Pricing;

/// <summary>Lists every fault of <see cref="PricingOptions"/> at once.</summary>
internal sealed class PricingOptionsValidator : IValidateOptions<PricingOptions>
{
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, PricingOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.RefreshInterval < TimeSpan.FromSeconds(1) || options.RefreshInterval > LongestRefresh)
        {
            faults.AddError(
                $"is {options.RefreshInterval}; it must be from 1 second to 7 days.", nameof(options.RefreshInterval));
        }

        if (options.StaleAfter < TimeSpan.FromDays(1))
        {
            faults.AddError($"is {options.StaleAfter}; it must be 1 day or more.", nameof(options.StaleAfter));
        }

        if (!Enum.IsDefined(options.UnpricedBudget))
        {
            faults.AddError(
                $"is {options.UnpricedBudget}; it must be Warn, Block or ChargeCeiling.",
                nameof(options.UnpricedBudget));
        }

        CheckRate(faults, options.CeilingUsdPerMillionTokens, nameof(options.CeilingUsdPerMillionTokens));
        for (int i = 0; i < options.Adjustments.Count; i++)
            CheckAdjustment(faults, options.Adjustments[i], $"Adjustments[{i}]");
        for (int i = 0; i < options.Models.Count; i++) CheckMapping(faults, options.Models[i], $"Models[{i}]");
        for (int i = 0; i < options.FlatPrices.Count; i++) CheckFlat(faults, options.FlatPrices[i], $"FlatPrices[{i}]");
        return faults.Build();
    }

    private static void CheckAdjustment(ValidateOptionsResultBuilder faults, PriceAdjustment adjustment, string where)
    {
        if (adjustment.Discount is < 0 or > 1)
        {
            faults.AddError(
                $"is {adjustment.Discount}; it must be from 0 to 1, where 0.12 is 12 %.", where + ".Discount");
        }

        if (adjustment.Markup < 0) faults.AddError($"is {adjustment.Markup}; it must be 0 or more.", where + ".Markup");
        if (adjustment.FeePerCallUsd < 0)
            faults.AddError($"is {adjustment.FeePerCallUsd}; it must be 0 or more.", where + ".FeePerCallUsd");
        if (adjustment.MinimumPerCallUsd < 0)
        {
            faults.AddError($"is {adjustment.MinimumPerCallUsd}; it must be 0 or more.", where + ".MinimumPerCallUsd");
        }

        if (adjustment.From >= adjustment.Until)
        {
            faults.AddError($"is {adjustment.Until:O}; it must be after From ({adjustment.From:O}).", where + ".Until");
        }
    }

    private static void CheckMapping(ValidateOptionsResultBuilder faults, ModelMapping mapping, string where)
    {
        if (string.IsNullOrWhiteSpace(mapping.Name.Trim('*')))
            faults.AddError("is empty; name the deployment.", where + ".Name");
        if (string.IsNullOrWhiteSpace(mapping.Model))
            faults.AddError("is empty; name the model it serves.", where + ".Model");
    }

    private static void CheckFlat(ValidateOptionsResultBuilder faults, FlatPrice price, string where)
    {
        if (price is { InputPerMillion: null, OutputPerMillion: null, CachedInputPerMillion: null })
        {
            faults.AddError("has no amount; set InputPerMillion, OutputPerMillion or CachedInputPerMillion.", where);
        }

        CheckRate(faults, price.InputPerMillion ?? 1, where + ".InputPerMillion", mayBeZero: true);
        CheckRate(faults, price.CachedInputPerMillion ?? 1, where + ".CachedInputPerMillion", mayBeZero: true);
        CheckRate(faults, price.OutputPerMillion ?? 1, where + ".OutputPerMillion", mayBeZero: true);
    }

    private static void CheckRate(
        ValidateOptionsResultBuilder faults, decimal rate, string where, bool mayBeZero = false)
    {
        bool isTooLow = mayBeZero ? rate < 0 : rate <= 0;
        if (!isTooLow && rate <= 1000) return;
        faults.AddError(
            $"is {rate}; it must be {(mayBeZero ? "from 0" : "above 0")} to 1000 US dollars per million tokens.",
            where);
    }
}
