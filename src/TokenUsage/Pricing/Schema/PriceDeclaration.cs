namespace TokenUsage.Pricing.Schema;

/// <summary>What a catalogue says about a model as a whole.</summary>
internal enum PriceDeclaration
{
    /// <summary>It has rates.</summary>
    Priced,

    /// <summary>It is stated to be free of charge.</summary>
    Free,

    /// <summary>All its rates are zero, and nothing says why.</summary>
    DeclaredZero,

    /// <summary>A subscription or provisioned throughput covers it.</summary>
    Included,

    /// <summary>It is listed without any price.</summary>
    Unpriced,
}
