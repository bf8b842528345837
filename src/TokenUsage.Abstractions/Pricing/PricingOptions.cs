namespace TokenUsage.Pricing;

/// <summary>How calls are priced.</summary>
public sealed class PricingOptions
{
    /// <summary>Gets or sets how often price files are looked at for a change.</summary>
    /// <value>From 1 second to 7 days. The default is 1 minute.</value>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the age at which prices are reported as stale.</summary>
    /// <value>1 day or more. The default is 60 days.</value>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(60);

    /// <summary>Gets or sets what a budget in money does with a call whose price is not known.</summary>
    /// <value>The default is <see cref="UnpricedBudget.Warn"/>.</value>
    public UnpricedBudget UnpricedBudget { get; set; }

    /// <summary>Gets or sets what <see cref="UnpricedBudget.ChargeCeiling"/> charges.</summary>
    /// <value>
    /// US dollars per million tokens, above 0 and at most 1,000. The default is 75, the output price of the dearest
    /// general model at the time of writing.
    /// </value>
    public decimal CeilingUsdPerMillionTokens { get; set; } = 75m;

    /// <summary>Gets the agreements that change list prices.</summary>
    public IList<PriceAdjustment> Adjustments { get; } = [];

    /// <summary>Gets what names mean: deployments, application profiles, gateway routes.</summary>
    public IList<ModelMapping> Models { get; } = [];

    /// <summary>Gets the application's own rates, laid over every price list.</summary>
    public IList<FlatPrice> FlatPrices { get; } = [];
}
