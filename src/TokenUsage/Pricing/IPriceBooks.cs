namespace TokenUsage.Pricing;

/// <summary>Holds the prices in force.</summary>
internal interface IPriceBooks
{
    /// <summary>The prices of this moment. Read once a call, so that a call is priced by one book.</summary>
    PriceBook Current { get; }
}
