namespace TokenUsage.Recording;

/// <summary>Which of the optional parts follow in an encoded record.</summary>
[Flags]
internal enum RecordFields : uint
{
    None = 0,
    OperationId = 1u << 0,
    TimeToFirstToken = 1u << 1,
    Endpoint = 1u << 2,
    RequestedModel = 1u << 3,
    Model = 1u << 4,
    ResponseId = 1u << 5,
    ServiceTier = 1u << 6,
    ErrorType = 1u << 7,
    User = 1u << 8,
    Session = 1u << 9,
    Agent = 1u << 10,
    Feature = 1u << 11,
    Project = 1u << 12,
    Input = 1u << 13,
    CachedInput = 1u << 14,
    CacheWrite = 1u << 15,
    CacheWrite1h = 1u << 16,
    Output = 1u << 17,
    Reasoning = 1u << 18,
    Usd = 1u << 19,
    InputUsd = 1u << 20,
    OutputUsd = 1u << 21,
    ListUsd = 1u << 22,
    BilledUsd = 1u << 23,
    PriceVersion = 1u << 24,
    PriceMatch = 1u << 25,
    Meters = 1u << 26,
    Tags = 1u << 27,
    Metadata = 1u << 28,
    Weight = 1u << 29,
}
