namespace TokenUsage.Pricing;

/// <summary>What a budget in money does with a call whose price is not known.</summary>
public enum UnpricedBudget
{
    /// <summary>Lets the call through and counts it as unpriced.</summary>
    Warn,

    /// <summary>Refuses the call.</summary>
    Block,

    /// <summary>Charges an estimate at <see cref="PricingOptions.CeilingUsdPerMillionTokens"/>, marked as one.</summary>
    ChargeCeiling,
}
