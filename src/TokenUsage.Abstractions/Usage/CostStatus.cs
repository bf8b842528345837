namespace TokenUsage;

/// <summary>How far a cost can be trusted.</summary>
public enum CostStatus
{
    /// <summary>Everything that was used has a price.</summary>
    Priced,

    /// <summary>Some of what was used has no price: the cost is the sum of the rest.</summary>
    Partial,

    /// <summary>The counts or the price are an estimate.</summary>
    Estimated,

    /// <summary>The provider stated the cost itself.</summary>
    ProviderReported,

    /// <summary>Declared to be free of charge.</summary>
    Free,

    /// <summary>The price list says zero without saying why.</summary>
    DeclaredZero,

    /// <summary>Covered by a subscription or by provisioned throughput.</summary>
    Included,

    /// <summary>No price is known; the cost is <see langword="null"/>, never zero.</summary>
    Unpriced,
}
