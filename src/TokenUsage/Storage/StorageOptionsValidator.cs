using Microsoft.Extensions.Options;

namespace TokenUsage.Storage;

/// <summary>Lists every fault of <see cref="StorageOptions"/> at once.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        RetentionOptions retention = options.Retention;
        RequireAtLeast(faults, nameof(retention.Records), retention.Records, Day, "one day");
        RequireAtLeast(
            faults, nameof(retention.QuarterHours), retention.QuarterHours, retention.Records,
            $"{nameof(retention.Records)}, {retention.Records},");
        RequireAtLeast(
            faults, nameof(retention.Days), retention.Days, retention.QuarterHours,
            $"{nameof(retention.QuarterHours)}, {retention.QuarterHours},");
        if (retention.Interval < LeastInterval || retention.Interval > Day)
        {
            faults.AddError(
                $"is {retention.Interval}; it must be from {LeastInterval} to {Day}.",
                $"Retention.{nameof(retention.Interval)}");
        }

        return faults.Build();
    }

    private static void RequireAtLeast(
        ValidateOptionsResultBuilder faults, string member, TimeSpan found, TimeSpan least, string leastName)
    {
        if (found >= least) return;
        faults.AddError($"is {found}; it must be {leastName} or more.", $"Retention.{member}");
    }
}
