namespace TokenUsage.Pricing.Schema;

/// <summary>What a quantity beyond a tier's threshold changes.</summary>
internal enum TierMode : byte
{
    /// <summary>The whole request is billed at the tier's amount: what every provider does.</summary>
    WholeRequest,

    /// <summary>Only what lies beyond the threshold is: volume agreements.</summary>
    Marginal,
}
