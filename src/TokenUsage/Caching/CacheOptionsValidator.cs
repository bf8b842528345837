using Microsoft.Extensions.Options;

namespace TokenUsage.Caching;

internal sealed class CacheOptionsValidator : IValidateOptions<CacheOptions>
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxFreshness = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, CacheOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.MaxEntries is < 1 or > 1_000_000)
            faults.AddError($"is {options.MaxEntries}; it must be from 1 to 1,000,000.", "Cache.MaxEntries");
        if (options.MaxBytes < 4096)
            faults.AddError($"is {options.MaxBytes}; it must be 4,096 or more.", "Cache.MaxBytes");
        if (options.TimeToLive < TimeSpan.FromSeconds(1) || options.TimeToLive > MaxAge)
            faults.AddError($"is {options.TimeToLive}; it must be from a second to a day.", "Cache.TimeToLive");
        if (options.Freshness < TimeSpan.Zero || options.Freshness > MaxFreshness)
            faults.AddError($"is {options.Freshness}; it must be from zero to an hour.", "Cache.Freshness");
        if (options.CompressAbove < 1024)
        {
            faults.AddError(
                $"is {options.CompressAbove}; it must be 1,024 or more, or null for never.", "Cache.CompressAbove");
        }

        return faults.Build();
    }
}
