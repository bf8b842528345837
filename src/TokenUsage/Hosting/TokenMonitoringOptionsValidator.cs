using Microsoft.Extensions.Options;
using TokenUsage.Aggregation;
using TokenUsage.Caching;
using TokenUsage.Capture;
using TokenUsage.Diagnostics;
using TokenUsage.Recording;
using TokenUsage.Reporting.Analytics;
using TokenUsage.Storage;

namespace TokenUsage;

/// <summary>Reports every fault of every stage at once.</summary>
internal sealed class TokenMonitoringOptionsValidator : IValidateOptions<TokenMonitoringOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenMonitoringOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        faults.AddResult(new RecordingOptionsValidator().Validate(name, options.Recording));
        faults.AddResult(new StorageOptionsValidator().Validate(name, options.Storage));
        faults.AddResult(new AggregationOptionsValidator().Validate(name, options.Aggregation));
        faults.AddResult(new CacheOptionsValidator().Validate(name, options.Cache));
        if ((options.Stages & ~MonitoringStages.All) != 0)
            faults.AddError($"is {options.Stages}; it must be of {MonitoringStages.All}.", nameof(options.Stages));
        if (!Enum.IsDefined(options.OnSetupFailure))
        {
            faults.AddError(
                $"is {options.OnSetupFailure}; it must be Throw or RunUnmonitored.", nameof(options.OnSetupFailure));
        }

        ValidateCapture(options.Capture, faults);
        ValidateMetrics(options.Metrics, faults);
        ValidateWatch(options.AnomalyWatch, faults);
        return faults.Build();
    }

    private static void ValidateWatch(AnomalyWatchOptions options, ValidateOptionsResultBuilder faults)
    {
        bool isOff = options.Interval == Timeout.InfiniteTimeSpan;
        if (!isOff && (options.Interval < TimeSpan.FromMinutes(1) || options.Interval > TimeSpan.FromDays(1)))
        {
            faults.AddError(
                $"is {options.Interval}; it must be from a minute to a day, or Timeout.InfiniteTimeSpan for never.",
                $"{nameof(TokenMonitoringOptions.AnomalyWatch)}.{nameof(options.Interval)}");
        }

        if (options.Top is < 1 or > 1000)
        {
            faults.AddError(
                $"is {options.Top}; it must be from 1 to 1,000.",
                $"{nameof(TokenMonitoringOptions.AnomalyWatch)}.{nameof(options.Top)}");
        }
    }

    private static void ValidateMetrics(MetricsOptions options, ValidateOptionsResultBuilder faults)
    {
        if (options.MaxModels is < 1 or > 10_000)
            faults.AddError($"is {options.MaxModels}; it must be from 1 to 10,000.", nameof(options.MaxModels));

        if ((options.GenAi & ~GenAiMetrics.Both) != 0)
        {
            faults.AddError(
                $"is {options.GenAi}; it must be None, Version141, Latest or Both.", nameof(options.GenAi));
        }
    }

    private static void ValidateCapture(CaptureOptions options, ValidateOptionsResultBuilder faults)
    {
        if (options.Provider is { } provider && string.IsNullOrWhiteSpace(provider))
        {
            faults.AddError("is empty; name a provider, or leave it null.", nameof(options.Provider));
        }

        if (options.DrainOnAbort < TimeSpan.Zero || options.DrainOnAbort > CaptureOptions.MaxDrain)
        {
            faults.AddError(
                $"is {options.DrainOnAbort}; it must be from zero to {CaptureOptions.MaxDrain}.",
                nameof(options.DrainOnAbort));
        }

        if (options.QuotaWait < TimeSpan.Zero || options.QuotaWait > CaptureOptions.MaxQuotaWait)
        {
            faults.AddError(
                $"is {options.QuotaWait}; it must be from zero to {CaptureOptions.MaxQuotaWait}.",
                nameof(options.QuotaWait));
        }

        if (!Enum.IsDefined(options.Refusal))
        {
            faults.AddError(
                $"is {options.Refusal}; it must be Exception or TooManyRequests.", nameof(options.Refusal));
        }

        if (!Enum.IsDefined(options.Priority))
        {
            faults.AddError($"is {options.Priority}; it must be Low, Medium or High.", nameof(options.Priority));
        }
    }
}
