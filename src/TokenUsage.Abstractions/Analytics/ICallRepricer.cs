namespace TokenUsage;

/// <summary>Prices a stored call by today's prices, as it was or as it might have been.</summary>
public interface ICallRepricer
{
    /// <summary>Prices a call.</summary>
    /// <param name="record">The call.</param>
    /// <param name="change">What is different; <see langword="null"/> for the call as it was.</param>
    /// <returns>Dollars, after discounts; <see langword="null"/> where no price is known.</returns>
    decimal? PriceOf(UsageRecord record, CallChange? change = null);
}
