namespace TokenUsage.Storage;

/// <summary>The whole numbers of a cell. Their order is part of the stored format: add at the end only.</summary>
internal enum CellCounter
{
    Calls,
    Attempts,
    Succeeded,
    Failed,
    Refused,
    Interrupted,
    Cached,
    Reported,
    Estimated,
    Unreported,
    Priced,
    Unpriced,
    PartlyPriced,
    UnpricedTokens,

    // From here on a zero differs from "never reported".
    Input,
    CachedInput,
    CacheWrite,
    CacheWrite1h,
    Output,
    Reasoning,
}
