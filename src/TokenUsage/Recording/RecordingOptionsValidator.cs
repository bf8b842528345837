using Microsoft.Extensions.Options;

namespace TokenUsage.Recording;

/// <summary>Lists every fault of <see cref="RecordingOptions"/> at once.</summary>
internal sealed class RecordingOptionsValidator : IValidateOptions<RecordingOptions>
{
    private const int MaxCapacity = 10_000_000;
    private const int MaxBatchSize = 10_000;
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, RecordingOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        ValidateChoices(options, faults);
        ValidateSizes(options, faults);
        ValidateTimes(options, faults);
        return faults.Build();
    }

    private static void ValidateChoices(RecordingOptions options, ValidateOptionsResultBuilder faults)
    {
        if (!Enum.IsDefined(options.Durability))
        {
            faults.AddError(
                $"is {options.Durability}; it must be Automatic, Memory or Journal.", nameof(options.Durability));
        }

        if (!Enum.IsDefined(options.WhenFull))
            faults.AddError($"is {options.WhenFull}; it must be Fold or DropNewest.", nameof(options.WhenFull));

        if (options.Durability == Durability.Journal && string.IsNullOrWhiteSpace(options.JournalPath))
        {
            faults.AddError(
                "is not set, and Durability is Journal; name a folder, or set Durability to Memory.",
                nameof(options.JournalPath));
        }
    }

    private static void ValidateSizes(RecordingOptions options, ValidateOptionsResultBuilder faults)
    {
        if (options.BatchSize is < 1 or > MaxBatchSize)
        {
            faults.AddError(
                $"is {options.BatchSize}; it must be from 1 to {MaxBatchSize}.", nameof(options.BatchSize));
        }

        if (options.Capacity is { } capacity && (capacity < options.BatchSize || capacity > MaxCapacity))
        {
            faults.AddError(
                $"is {capacity}; it must be from BatchSize ({options.BatchSize}) to {MaxCapacity}.",
                nameof(options.Capacity));
        }
    }

    private static void ValidateTimes(RecordingOptions options, ValidateOptionsResultBuilder faults)
    {
        if (options.BatchInterval < TimeSpan.Zero || options.BatchInterval > MaxWait)
        {
            faults.AddError(
                $"is {options.BatchInterval}; it must be from 0 to {MaxWait}.", nameof(options.BatchInterval));
        }

        if (options.FlushInterval < TimeSpan.FromMilliseconds(1) || options.FlushInterval > MaxWait)
        {
            faults.AddError(
                $"is {options.FlushInterval}; it must be from 1 ms to {MaxWait}.", nameof(options.FlushInterval));
        }

        if (options.DrainTimeout <= TimeSpan.Zero || options.DrainTimeout > MaxWait)
        {
            faults.AddError(
                $"is {options.DrainTimeout}; it must be more than 0 and at most {MaxWait}.",
                nameof(options.DrainTimeout));
        }
    }
}
