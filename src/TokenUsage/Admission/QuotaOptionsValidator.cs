using Microsoft.Extensions.Options;

namespace TokenUsage.Admission;

/// <summary>Reports every fault of every quota at once, at start.</summary>
internal sealed class QuotaOptionsValidator : IValidateOptions<QuotaOptions>
{
    private const int MostQuotas = 256;

    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.Quotas.Count > MostQuotas)
        {
            faults.AddError($"has {options.Quotas.Count}; it must have at most {MostQuotas}.", nameof(options.Quotas));
        }

        foreach (string fault in options.Unread) faults.AddError(fault);
        foreach (QuotaDefinition quota in options.Quotas)
        {
            foreach (string fault in QuotaRules.FaultsOf(quota)) faults.AddError(fault);
        }

        foreach (IGrouping<string, QuotaDefinition> same in options.Quotas.GroupBy(quota => quota.Name))
        {
            if (same.Count() > 1) faults.AddError($"Quota '{same.Key}': {same.Count()} quotas have this name.");
        }

        CheckAssumptions(options, faults);
        return faults.Build();
    }

    private static void CheckAssumptions(QuotaOptions options, ValidateOptionsResultBuilder faults)
    {
        if (options.Lease < TimeSpan.FromSeconds(10) || options.Lease > TimeSpan.FromDays(1))
        {
            faults.AddError($"is {options.Lease}; it must be from 10 seconds to 1 day.", nameof(options.Lease));
        }

        if (options.LedgerTimeout < TimeSpan.FromMilliseconds(1) || options.LedgerTimeout > TimeSpan.FromSeconds(10))
        {
            faults.AddError(
                $"is {options.LedgerTimeout}; it must be from 1 millisecond to 10 seconds.",
                nameof(options.LedgerTimeout));
        }

        if (options.MostWaiting is < 0 or > 100_000)
        {
            faults.AddError($"is {options.MostWaiting}; it must be from 0 to 100000.", nameof(options.MostWaiting));
        }

        if (!Enum.IsDefined(options.OnLedgerFailure))
        {
            faults.AddError(
                $"is {options.OnLedgerFailure}; it must be Refuse or Admit.", nameof(options.OnLedgerFailure));
        }

        CheckTokens(options.AssumedInputTokens, nameof(options.AssumedInputTokens), faults);
        CheckTokens(options.AssumedOutputTokens, nameof(options.AssumedOutputTokens), faults);
    }

    private static void CheckTokens(long tokens, string name, ValidateOptionsResultBuilder faults)
    {
        if (tokens is >= 1 and <= TokenCounts.MaxPerCall) return;
        faults.AddError($"is {tokens}; it must be from 1 to {TokenCounts.MaxPerCall}.", name);
    }
}
