using Microsoft.Extensions.Logging;

namespace TokenUsage.Pricing;

/// <summary>What pricing has to say. Never once a call.</summary>
internal static partial class PricingLog
{
    [LoggerMessage(3000, LogLevel.Warning,
        "No price is known for the model {Model} of {Provider}: its calls are counted as unpriced, their cost is null. "
        + "Add a price with UsePrices, or map the name with MapModel.")]
    public static partial void ModelUnpriced(this ILogger logger, string provider, string model);

    [LoggerMessage(3001, LogLevel.Error, "Pricing a call failed; its cost is null. Said once.")]
    public static partial void PricingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3002, LogLevel.Information,
        "Prices of {Source} loaded: {Models} models, {Quarantined} entries left out.")]
    public static partial void PricesLoaded(this ILogger logger, string source, int models, int quarantined);

    [LoggerMessage(3003, LogLevel.Warning, "The prices of {Source} were refused; the old ones stay in force. {Reason}")]
    public static partial void PricesRefused(this ILogger logger, string source, string reason);

    [LoggerMessage(3005, LogLevel.Error, "The listener {Listener} failed at the news of a model without a price.")]
    public static partial void UnpricedListenerFailed(this ILogger logger, string listener, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning,
        "The prices of {Source} are {Age} old, more than the {Limit} of PricingOptions.StaleAfter. Refresh the file.")]
    public static partial void PricesStale(this ILogger logger, string source, TimeSpan age, TimeSpan limit);
}
