namespace TokenUsage.Pricing.Schema;

/// <summary>What is compared with a tier's threshold.</summary>
internal enum TierBasis : byte
{
    /// <summary>All input tokens of this one request, cached and written ones included; output never counts.</summary>
    InputTokens,

    /// <summary>The meter's own quantity.</summary>
    Quantity,

    /// <summary>Input and output tokens of this one request.</summary>
    AllTokens,
}
