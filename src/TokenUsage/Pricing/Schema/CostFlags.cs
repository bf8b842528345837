namespace TokenUsage.Pricing.Schema;

/// <summary>What a reader of a cost should know about how it was found.</summary>
[Flags]
internal enum CostFlags
{
    None = 0,
    ProviderAssumed = 1 << 0,
    SnapshotAssumed = 1 << 1,
    PrefixMatch = 1 << 2,
    FallbackProvider = 1 << 3,
    RequestedModel = 1 << 4,
    ModalityRateMissing = 1 << 5,
    CacheRateMissing = 1 << 6,
    CacheTtlUnknown = 1 << 7,
    OverlapAssumed = 1 << 8,
    UsageInconsistent = 1 << 9,
    VariantMissing = 1 << 10,
    VariantTierInherited = 1 << 11,
    AttributeMissing = 1 << 12,
    DeclaredZero = 1 << 13,
    Deprecated = 1 << 15,
    PartialUsage = 1 << 16,
    MeterUnpriced = 1 << 17,
    UsageAggregated = 1 << 18,
    MappedByUser = 1 << 19,

    /// <summary>A rate was taken that may be too low: audio or generated images by the text rate.</summary>
    RateAssumed = 1 << 20,
}
